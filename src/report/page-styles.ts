import type { Size } from '../model/geometry.ts';

/** The page's whole style sheet. The page allows it by its hash and allows no other style, so the ratio of each size has a class of its own: see {@link nameRatio}. */
export function formatStyles(sizes: readonly Size[]): string {
  const ratios = new Map(sizes.map((size) => [nameRatio(size), (size.width / size.height).toFixed(4)]));
  return `${base}${[...ratios].map(([name, ratio]) => `.${name}{--ratio:${ratio}}`).join('')}`;
}

/** The class that tells the shape of a picture. */
export function nameRatio({ width, height }: Size): string {
  return `r${width}x${height}`;
}

const base = `
:root{color-scheme:light dark;--ground:#f7f6f3;--raised:#fffefb;--ink:#1c1e1b;--soft:#5d615a;--line:#1c1e1b1f;--accent:#1f5b48;--good:#2c6e49;--warn:#8a5a00;--bad:#a5292a;--mark:#d61f69;--row:176px}
@media (prefers-color-scheme:dark){:root{--ground:#151714;--raised:#1d201c;--ink:#eceee8;--soft:#a3a89e;--line:#eceee824;--accent:#93cfb5;--good:#8ccfa4;--warn:#e3b65f;--bad:#f0918c;--mark:#ff6fa5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:400 15px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:1520px;margin:0 auto;padding:0 clamp(16px,4vw,56px)}
header{padding-top:clamp(32px,7vw,88px)}
h1,h2,h3{font-weight:600;line-height:1.12;letter-spacing:-.015em;margin:0;text-wrap:balance}
h1{font-size:clamp(30px,5vw,52px);letter-spacing:-.025em}
h2{font-size:clamp(22px,2.6vw,28px);padding-top:clamp(48px,6vw,80px);margin-bottom:8px}
h3{font-size:17px;letter-spacing:-.005em}
p{margin:0}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:2px}
.skip{position:absolute;inset-inline-start:-9999px}.skip:focus{inset-inline-start:16px;top:16px;background:var(--raised);padding:8px 12px}
.heard{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.lead{color:var(--soft);max-width:62ch;margin-top:12px;font-size:17px}
nav{margin-top:20px;display:flex;flex-wrap:wrap;gap:4px 20px}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:0 32px;margin:40px 0 0;border-top:1px solid var(--line)}
.figures div{padding:16px 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft);font-size:13px}
dd{margin:2px 0 0}
.figures dd{font-size:26px;font-weight:600;letter-spacing:-.02em;line-height:1.2;font-variant-numeric:tabular-nums}
.figures small{display:block;font-size:13px;font-weight:400;letter-spacing:0;color:var(--soft);line-height:1.4}
.note{color:var(--soft);max-width:70ch}
section>.note{margin-bottom:20px}
.group{padding:28px 0 4px;border-top:1px solid var(--line);margin-top:28px}
.group header{padding:0;margin:0 0 16px;max-width:none}
.row{display:flex;flex-wrap:wrap;gap:28px 24px;align-items:flex-start;padding:0;margin:0;list-style:none}
.row>li{flex:var(--ratio) 1 calc(var(--ratio)*var(--row));min-width:min(100%,152px);max-width:max(152px,calc(var(--ratio)*var(--row)*1.5))}
.sheet{content-visibility:auto;contain-intrinsic-size:auto 640px}
.changes{--row:250px}
figure{margin:0}
figure img{display:block;width:100%;height:auto}
.frame{display:block;background:var(--raised);box-shadow:0 0 0 1px var(--line);line-height:0;position:relative}
.none{display:grid;place-items:center;aspect-ratio:var(--ratio);padding:12px;line-height:1.4;color:var(--bad);background:var(--raised);box-shadow:inset 0 0 0 1px var(--line);text-align:center;font-size:13px}
figcaption{padding-top:10px;font-size:13px;line-height:1.45}
.name{font-weight:600}
.quiet{color:var(--soft)}
.alt{color:var(--soft);margin-top:2px}
.state{display:inline-flex;align-items:center;gap:6px;white-space:nowrap;font-size:13px}
.state::before{content:"";width:8px;height:8px;border-radius:50%;background:currentColor;flex:none}
.approved{color:var(--good)}.changed{color:var(--warn)}.rejected,.failed,.error{color:var(--bad)}.draft,.warning{color:var(--warn)}
.unreviewed{color:var(--soft)}.unreviewed::before{background:none;box-shadow:inset 0 0 0 1.5px currentColor}
.draft::before{border-radius:1px}.failed::before{border-radius:0}
.pair,.twins{display:grid;grid-template-columns:1fr 1fr;gap:8px;align-items:end}
.single div,.twins div{background:var(--raised)}.single img,.twins img{box-shadow:0 0 0 1px var(--line)}
.pair span,.single span,.twins span{display:block;font-size:12px;line-height:1.6;color:var(--soft)}
.pair input,.pair i{display:none}
.pair.live{display:block;position:relative;aspect-ratio:var(--ratio);overflow:hidden;background:var(--raised);box-shadow:0 0 0 1px var(--line);--at:50%}
.pair.live div{position:absolute;inset:0}
.pair.live div:first-of-type{z-index:1;clip-path:inset(0 calc(100% - var(--at)) 0 0)}
.pair.live img{height:100%}
.pair.live span{position:absolute;bottom:8px;padding:0 8px;border-radius:3px;background:#111311c7;color:#fff;z-index:2;line-height:1.8}
.pair.live div:first-of-type span{left:8px}.pair.live div:last-of-type span{right:8px}
.pair.live i{display:block;position:absolute;z-index:3;top:0;bottom:0;left:var(--at);width:2px;margin-left:-1px;background:#fff;box-shadow:0 0 0 1px #0006}
.pair.live i::after{content:"";position:absolute;top:50%;left:50%;width:26px;height:26px;margin:-13px;border-radius:50%;background:#fff;box-shadow:0 0 0 1px #0005,0 2px 8px #0003}
.pair.live input{display:block;position:absolute;z-index:4;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:ew-resize;touch-action:pan-y}
.pair.live:has(input:focus-visible){outline:2px solid var(--accent);outline-offset:3px}
details{margin-top:8px;font-size:13px}
summary{cursor:pointer;color:var(--accent);width:fit-content}
details img{margin-top:8px;box-shadow:0 0 0 1px var(--line)}
.fields{margin:8px 0 0}.fields div{padding:6px 0;border-top:1px solid var(--line)}
.fields del,.fields ins{text-decoration:none}.fields del{color:var(--soft)}.fields del::after{content:" → "}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding-block:10px;padding-inline:0 20px;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:400;color:var(--soft);font-size:13px}
td:last-child,th:last-child{padding-inline-end:0}
.number{text-align:end;white-space:nowrap}
pre{white-space:pre-wrap;font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;margin:6px 0 0}
footer{padding-top:72px;padding-bottom:48px;color:var(--soft);font-size:13px}
@media (max-width:560px){.problems tr{display:flex;flex-direction:column;padding:12px 0;border-bottom:1px solid var(--line)}.problems td{border:0;padding:2px 0}.problems thead{display:none}.row{gap:24px 16px}h2{padding-top:44px}.pair.live span{font-size:11px;padding:0 6px;bottom:6px}.pair.live i::after{width:20px;height:20px;margin:-10px}.figures{grid-template-columns:1fr 1fr}.figures dd{font-size:22px}}
@media print{:root{color-scheme:light;--ground:#fff;--raised:#fff;--ink:#000;--soft:#444;--line:#0003;--row:150px}body{font-size:11px}nav,.skip,summary{display:none}li,.figures div,tr{break-inside:avoid}h2,h3,.group header{break-after:avoid}.sheet{content-visibility:visible}.changes{--row:200px}
.pair.live{display:grid;aspect-ratio:auto;overflow:visible;box-shadow:none}.pair.live div{position:static;clip-path:none!important}.pair.live span{position:static;background:none;color:#444;padding:0}.pair.live i,.pair.live input{display:none}}
`;
