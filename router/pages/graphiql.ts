import { FIRST_QUERY, page } from './page.ts';

const SCRIPT = `
const defaultQuery = '${FIRST_QUERY}';
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery, defaultEditorToolsVisibility: true, shouldPersistHeaders: false }),
);`;

/** GraphiQL, all of it from this address, for networks that reach no other. */
export const graphiqlPage = () =>
  page({
    title: 'Plexus · GraphiQL',
    head: `<link rel="stylesheet" href="/graphiql/graphiql.css">
<style>body { margin: 0 } #graphiql { height: 100dvh }</style>`,
    body: `<div id="graphiql">Loading…</div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>`,
    script: SCRIPT,
  });
