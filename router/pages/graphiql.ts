const SCRIPT = `
const defaultQuery = 'query Products {\\n  products(first: 5) {\\n    totalCount\\n    nodes { id title priceRange { min { formatted } } }\\n  }\\n}\\n';
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery, defaultEditorToolsVisibility: true, shouldPersistHeaders: false }),
);`;

/** GraphiQL, all of it from this address, for networks that reach no other. */
export const graphiqlPage = () => ({
  scripts: [SCRIPT],
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plexus · GraphiQL</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>body { margin: 0 } #graphiql { height: 100dvh }</style>
</head>
<body>
<div id="graphiql">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script>${SCRIPT}</script>
</body>
</html>
`,
});
