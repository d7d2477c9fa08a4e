const COMMON = `
:root { color-scheme: light; --ink: #1b2333; --soft: #667085; --line: #e4e7ec; --paper: #fff; --ground: #f5f6fa; --accent: #4f46e5; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1, h2, p { margin: 0; }
.soft { color: var(--soft); }
`;

export const LIST_STYLE = `${COMMON}
header { background: linear-gradient(120deg, #312e81, #4f46e5 60%, #7c3aed); color: #fff; padding: 28px clamp(16px, 4vw, 48px) 72px; }
header h1 { font-size: 24px; letter-spacing: -.01em; }
header p { opacity: .85; max-width: 70ch; margin-top: 4px; }
main { padding: 0 clamp(16px, 4vw, 48px) 48px; margin-top: -44px; display: grid; gap: 24px; }
.tiles { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
.tile, section { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; box-shadow: 0 1px 2px #1018280d; }
.tile { padding: 16px 18px; }
.tile b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; }
section { overflow: hidden; }
section h2 { font-size: 16px; padding: 16px 18px; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px; text-transform: uppercase; letter-spacing: .04em; background: #fafbfc; }
th, td { padding: 9px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { padding-left: 18px; }
tr:last-child td { border-bottom: 0; }
td.words { max-width: 240px; overflow: hidden; text-overflow: ellipsis; }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; }
code { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; color: #344054; }
.state { display: inline-block; padding: 2px 10px; border-radius: 99px; font-size: 12.5px; font-weight: 600; background: #eef0f4; color: #475467; }
.state.good { background: #dcfce7; color: #15662f; }
.state.held { background: #dbeafe; color: #1e4fa3; }
.state.open { background: #fef3c7; color: #8a5a00; }
.state.bad { background: #fee2e2; color: #a11b1b; }
.none { padding: 28px 18px; color: var(--soft); }
a { color: var(--accent); }
`;

export const BANK_STYLE = `${COMMON}
body { min-height: 100vh; display: grid; place-items: center; padding: 24px; background: radial-gradient(circle at 20% 0, #e0ecf7, #f3f5f8 55%); }
main { width: min(440px, 100%); background: var(--paper); border-radius: 16px; box-shadow: 0 20px 50px #0b254526; overflow: hidden; }
.bank { background: #0b2545; color: #fff; padding: 18px 28px; display: flex; align-items: center; gap: 12px; font-weight: 600; }
.bank span { width: 30px; height: 30px; border-radius: 8px; background: #f4b942; color: #0b2545; display: grid; place-items: center; font-weight: 800; }
.bank { white-space: nowrap; }
.bank small { margin-left: auto; font-weight: 500; opacity: .75; }
.body { padding: 28px; display: grid; gap: 18px; }
h1 { font-size: 20px; }
dl { margin: 0; border: 1px solid var(--line); border-radius: 12px; }
dl div { display: flex; justify-content: space-between; gap: 16px; padding: 11px 16px; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
form { display: grid; gap: 10px; }
button { font: inherit; font-weight: 600; padding: 13px 16px; border-radius: 10px; border: 1px solid transparent; cursor: pointer; background: #0b2545; color: #fff; }
button:hover { background: #14386b; }
button:focus-visible { outline: 3px solid #f4b942; outline-offset: 2px; }
button.quiet { background: #fff; color: #a11b1b; border-color: #e6c5c5; }
button.quiet:hover { background: #fdf3f3; }
.note { font-size: 13px; color: var(--soft); text-align: center; }
`;
