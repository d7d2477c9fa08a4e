type Parts = Readonly<{ title: string; head: string; body: string; script: string }>;

/** A page of the router's own: its HTML, and the script inside it, which its policy names by a hash. */
export const page = ({ title, head, body, script }: Parts) => ({
  scripts: [script],
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head}
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`,
});

/** What a visitor may run at once, as text inside a script. */
export const FIRST_QUERY =
  'query Products {\\n  products(first: 5) {\\n    totalCount\\n    nodes { id title priceRange { min { formatted } } }\\n  }\\n}\\n';
