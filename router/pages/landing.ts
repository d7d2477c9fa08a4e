const BUNDLE = 'https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js';

/** The script that opens Sandbox where its bundle came, and otherwise leaves the page as it is. */
const SCRIPT = `
addEventListener('load', () => {
  if (!window.EmbeddedSandbox) return;
  document.body.classList.add('open');
  new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint: location.origin + '/graphql',
    runTelemetry: false,
    hideCookieToggle: true,
    initialState: { document: 'query Products {\\n  products(first: 5) {\\n    totalCount\\n    nodes { id title priceRange { min { formatted } } }\\n  }\\n}\\n' },
  });
});`;

/** The landing page: Apollo Sandbox over this graph, and what to do without the internet. */
export const landingPage = (publicUrl: string) => {
  const endpoint = `${publicUrl}/graphql`;
  return {
    scripts: [SCRIPT],
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plexus</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 }
main { max-width: 36rem; margin: 12vh auto; padding: 0 1.5rem }
code { background: #8882; padding: .1em .35em; border-radius: .25em }
#sandbox { display: none; height: 100dvh }
.open main { display: none }
.open #sandbox { display: block }
#sandbox iframe { border: 0; width: 100%; height: 100% }
</style>
</head>
<body>
<main>
<h1>Plexus</h1>
<p>One graph for the shop: accounts, catalogue, carts, orders and payments.</p>
<p>The graph answers at <code>${endpoint}</code>.</p>
<p>Apollo Sandbox opens here once its page has come from the internet. Without the internet, <a href="/graphiql">GraphiQL</a> is served from this address.</p>
</main>
<div id="sandbox"></div>
<script src="${BUNDLE}"></script>
<script>${SCRIPT}</script>
</body>
</html>
`,
  };
};
