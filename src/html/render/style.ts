/** The style sheet of every page. Contrast is at least 4.5 to 1 in both modes; __tests__/html/browser.slow.test.ts measures it. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f8fa; --line: #d0d7de; --text: #1f2328; --soft: #57606a; --link: #0a58ca;
  --good: #116329; --good-panel: #dafbe1; --bad: #a40e26; --bad-panel: #ffebe9; --warning: #7d4e00; --warning-panel: #fff8c5;
  --neutral: #424a53; --neutral-panel: #eaeef2; --focus: #0969da;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --panel: #161b22; --line: #3d444d; --text: #e6edf3; --soft: #a5adb6; --link: #79b8ff;
    --good: #7ee787; --good-panel: #12261e; --bad: #ffa198; --bad-panel: #2d1416; --warning: #f2cc60; --warning-panel: #2b2111;
    --neutral: #c9d1d9; --neutral-panel: #21262d; --focus: #58a6ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 74rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.75rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 0.5rem; }
p { margin: 0.4rem 0; }
a { color: var(--link); }
ul { margin: 0.4rem 0; padding-left: 1.4rem; }
code, pre { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 0.86em; }
pre { margin: 0.5rem 0 0; padding: 0.6rem; overflow: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
pre code { display: block; font-size: 1em; white-space: pre; overflow-wrap: normal; }
pre mark { background: var(--bad-panel); color: var(--bad); font-weight: 600; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; padding: 0.6rem 0.8rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.verdict strong, .mark { display: inline-block; padding: 0 0.5em; border-radius: 999px; font-weight: 600; background: var(--neutral-panel); color: var(--neutral); }
.verdict strong { padding: 0.15em 0.9em; font-size: 1.1rem; }
.mark { font-size: 0.86em; }
.verdict.pass strong, .mark.good { background: var(--good-panel); color: var(--good); }
.verdict.fail strong, .mark.bad { background: var(--bad-panel); color: var(--bad); }
.verdict.undecided strong, .mark.warning { background: var(--warning-panel); color: var(--warning); }
.finding { margin: 1rem 0; padding: 0.1rem 1rem 0.8rem; border: 1px solid var(--line); border-left: 4px solid var(--neutral); border-radius: 6px; }
.finding.bad { border-left-color: var(--bad); }
.finding.warning { border-left-color: var(--warning); }
.finding h3 { margin-top: 0.7rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1rem; margin: 0.5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
td { overflow-wrap: break-word; }
td:first-child code:not(:has(wbr)) { white-space: nowrap; }
td div { padding-left: 1em; text-indent: -1em; }
td details { margin: 0; }
td .mark { text-indent: 0; white-space: nowrap; }
th { white-space: nowrap; background: var(--panel); font-weight: 600; }
tbody tr:last-child td { border-bottom: 0; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; margin-bottom: 0.3rem; }
svg { display: block; margin: 0 auto; font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
svg text { fill: var(--text); white-space: pre; }
.t12 { font-size: 12px; font-weight: 600; }
.t11 { font-size: 11px; }
svg .does, svg .away, svg .label { fill: var(--soft); }
svg .failure { fill: var(--bad); }
svg text.lit { fill: var(--link); font-weight: 600; }
svg .back { fill: var(--page); }
.arrow path { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.arrow polygon { fill: var(--soft); }
.arrow.error path { stroke: var(--bad); stroke-dasharray: 5 3; }
.arrow.error polygon { fill: var(--bad); }
.arrow.lit path { stroke: var(--link); stroke-width: 2.6; }
.arrow.lit polygon { fill: var(--link); }
.box rect { fill: var(--panel); stroke: var(--line); stroke-width: 1.2; }
.box.call rect { fill: var(--warning-panel); stroke: var(--warning); }
.box.wait rect { stroke-dasharray: 4 3; stroke: var(--soft); }
.box.choice rect { fill: var(--page); stroke: var(--soft); }
.box.good rect { fill: var(--good-panel); stroke: var(--good); }
.box.bad rect { fill: var(--bad-panel); stroke: var(--bad); }
.box.lit rect { stroke: var(--link); stroke-width: 2.6; }
.timeline .tick { stroke: var(--line); }
.timeline .now { stroke: var(--link); stroke-width: 2; }
.timeline .limit { stroke: var(--bad); stroke-width: 2; }
.timeline .starts { fill: var(--text); }
.timeline .key { fill: var(--good-panel); stroke: var(--good); }
.timeline .open { stroke-dasharray: 3 2; }
.timeline .kept { fill: var(--page); stroke: var(--good); }
.bars .tick { stroke: var(--line); }
.bars .amount { fill: var(--link); }
.bars .over { fill: var(--bad); }
.bars .limit { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 3; }
.timeline .late { fill: none; stroke: var(--soft); stroke-dasharray: 2 2; }
.box.start rect { stroke-width: 3; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); }
summary h2 { display: inline; border: 0; padding: 0; margin: 0; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media (max-width: 600px) {
  body { padding: 0.75rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0 0; }
  dd { margin-bottom: 0.5rem; }
  td { min-width: 6.5rem; }
  td.long { min-width: 17rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .scroll, pre { overflow: visible; }
  svg { max-width: 100%; height: auto; }
  td { overflow-wrap: anywhere; }
  th, td:first-child code:not(:has(wbr)) { white-space: normal; overflow-wrap: break-word; }
  pre code { white-space: pre-wrap; overflow-wrap: anywhere; }
  .finding, tr, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
` as const;
