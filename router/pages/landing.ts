import { FIRST_QUERY, page } from './page.ts';

const BUNDLE =
  'https://embeddable-sandbox.cdn.apollographql.com/_latest/embeddable-sandbox.umd.production.min.js';

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
    initialState: { document: '${FIRST_QUERY}' },
  });
});`;

const STYLE = `\
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; --paper: #fff; --line: #d8dee6; --brand: #00796b }
@media (prefers-color-scheme: dark) { :root { --paper: #161b22; --line: #30363d; --brand: #2bb3a3 } }
body { margin: 0; min-height: 100dvh; background: linear-gradient(160deg, #00796b22, transparent 55%) }
main { width: min(34rem, 100% - 6.5rem); margin: 12vh auto; padding: 2rem 2.25rem; background: var(--paper); border: 1px solid var(--line); border-radius: 16px; box-shadow: 0 16px 40px #0000001a }
h1 { margin: 0; color: var(--brand); letter-spacing: -.01em }
h1 + p { margin-top: .25rem; font-size: 1.1rem }
dt { opacity: .65; font-size: .875rem }
dd { margin: .15rem 0 1rem }
code { background: #8882; padding: .15em .4em; border-radius: .3em }
.button { display: inline-block; padding: .65rem 1.2rem; border-radius: 10px; background: #00796b; color: #fff; font-weight: 600; text-decoration: none }
.button:hover { background: #00695c }
.button:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px }
.soft { margin: 1.25rem 0 0; opacity: .65; font-size: .875rem }
#sandbox { display: none; height: 100dvh }
.open main { display: none }
.open #sandbox { display: block }
#sandbox iframe { border: 0; width: 100%; height: 100% }
`;

/** The landing page: Apollo Sandbox over this graph, and what to do without the internet. */
export const landingPage = (publicUrl: string) =>
  page({
    title: 'Plexus',
    head: `<style>
${STYLE}</style>`,
    body: `<main>
<h1>Plexus</h1>
<p>One graph for the shop: accounts, catalogue, carts, orders and payments.</p>
<dl><dt>The graph answers at</dt><dd><code>${publicUrl}/graphql</code></dd></dl>
<a class="button" href="/graphiql">Open GraphiQL</a>
<p class="soft">Apollo Sandbox opens here by itself once it has come from the internet. GraphiQL is served from this address and needs none.</p>
</main>
<div id="sandbox"></div>
<script src="${BUNDLE}"></script>`,
    script: SCRIPT,
  });
