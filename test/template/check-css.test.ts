import { describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { checkCss } from '../../src/template/check-css.ts';
import { checkDeclarations } from '../../src/template/check-declarations.ts';
import { holeMark } from '../../src/template/scan-html.ts';

const check = (text: string) => checkCss([{ path: 'templates/card/template.css', text }], []);
const renderer = createTakumiRenderer();
const ask = (text: string) => checkDeclarations(check(text).declarations, renderer);

describe('what the renderer drops', () => {
  test.each([
    ['.a{color:red', 'never closed'],
    ['}.a{color:red}', 'closes nothing'],
    ['.a{color:red;;width}', 'does not parse'],
    ['.a{}\n.b,{color:red}', 'does not parse'],
    ['.a:has(.b){color:red}', ':has'],
    ['.a:dir(rtl){color:red}', ':dir'],
    ['.a:hover{color:red}', ':hover'],
    ['.a::first-line{color:red}', '::first-line'],
    ['.a:nth-child(1 of .b){color:red}', 'of'],
    ['[class*="theme"]{color:red}', 'class attribute'],
    ['@layer x{.a{color:red}}', '@layer'],
    ['@container (min-width:1px){.a{color:red}}', '@container'],
    ['@font-face{font-family:x;src:url(x)}', '@font-face'],
    ['@import url("x.css");', '@import'],
    ['@keyframes x{from{color:red}}', '@keyframes'],
    ['.a{background:url(a.png)}', 'fetches'],
    ['.a{mask-image:url("#m")}', 'fetches'],
    ['.a{width:min(1px,2px)}', 'min()'],
    ['.a{--x:clamp(1px,2px,var(--u))}', 'clamp()'],
    ['.a{width:calc(var(--u) * max(1, 2))}', 'max()'],
    ['.a{width:2ch}', 'unit ch'],
    ['.a{writing-mode:vertical-rl}', 'writing-mode'],
    ['.a{hyphens:auto}', 'hyphens'],
    ['.a{-webkit-line-clamp:2}', 'cuts words off'],
    ['.a{text-overflow:ellipsis}', 'cuts words off'],
    ['.a{transition:color 1s}', 'no meaning'],
    ['.a::before{content:"New"}', 'words into the style'],
  ])('%s', (css, words) => {
    const { diagnostics } = check(css);
    expect(diagnostics.map(({ code }) => code)).toContain('TEMPLATE_CSS');
    expect(diagnostics.map(({ message }) => message).join()).toContain(words);
  });

  test('has its line and column', () => {
    expect(check('.a {\n  color: red;\n  width: 2ch;\n}').diagnostics[0]?.place).toEqual({ file: 'templates/card/template.css', line: 3, column: 3 });
    expect(check('.a{}\n.b:hover{}').diagnostics[0]?.place).toEqual({ file: 'templates/card/template.css', line: 2, column: 3 });
  });
});

test('what it draws passes', async () => {
  const css = `.card{display:flex;inset-inline:0;padding-inline:calc(var(--u) * 7);background:linear-gradient(to right,red,transparent)}
    .card[dir="rtl"] .a:first-child,.a:nth-child(2n+1):not(.b),:is(.a,.b)>.c+.d~.e{text-wrap:balance;color:oklch(0.5 0.1 200);box-shadow:0 1px 2px #0003}
    .a::before{content:"";position:absolute}
    @media (min-width:300px){.a{aspect-ratio:16/9;grid-template-columns:repeat(12,minmax(0,1fr))}}
    .script-arabic{word-break:keep-all;font-variant-numeric:tabular-nums;translate:10px 0;mask-image:linear-gradient(#000,transparent)}`;
  expect(check(css).diagnostics).toEqual([]);
  expect(await ask(css)).toEqual([]);
});

describe('the renderer itself is asked', () => {
  test('for properties', async () => {
    const problems = await ask('.a{\n colour:red;inline-size:1px;unicode-bidi:embed;color:red;border-inline-start-width:1px;border-inline-startwidth:1px}');
    expect(problems.map(({ message }) => message)).toEqual(
      [
        'The renderer does not know the property `colour` (did you mean "color"?)',
        'The renderer does not know the property `inline-size`',
        'The renderer does not know the property `unicode-bidi`',
        'The renderer does not know the property `border-inline-startwidth` (did you mean "border-inline-start-width"?)',
      ].map((message) => `${message}.`),
    );
    expect(problems[0]?.place).toMatchObject({ line: 2, column: 2 });
    expect(problems[1]?.fix).toBe('Use width.');
  });

  const messagesOf = async (text: string) => (await ask(text)).map(({ message }) => message);

  test('for values, root variables filled in', async () => {
    const found = await messagesOf('.a{display:flexx;width:calc(var(--u) * 2);height:calc(var(--u) * red);color:var(--color-accent)}');
    expect(found).toEqual(["The renderer can't read `display: flexx`.", expect.stringContaining('`height: calc(')]);
  });

  test('for every value that the style gives a variable', async () => {
    const style = '.card{--kind:flex;--wide:calc(var(--u) * 2)}.aspect-tall{--kind:flexx}.a{display:var(--kind);width:var(--wide)}';
    expect(await messagesOf(style)).toEqual(["The renderer can't read `display: flexx`."]);
  });

  test.each([
    'color:var(--color-ink)',
    'border:calc(var(--u) * 2) solid var(--color-line)',
    'border:var(--border-thin)',
    'padding:var(--space-a) var(--space-b)',
    'padding:calc(var(--u) * var(--space-a))',
    'background-image:linear-gradient(var(--angle),var(--color-a),red)',
    'background-image:var(--gradient-a)',
    'font-family:var(--font-sans),serif',
    'font-weight:var(--font-strong)',
    'box-shadow:var(--shadow-card)',
    'transform:rotate(var(--tilt))',
  ])('%s may be right, whatever the token is', async (declaration) => expect(await messagesOf(`.a{${declaration}}`)).toEqual([]));

  test.each(['display:flexx var(--color-ink)', 'background-image:linear-gradientt(var(--color-a),red)', 'padding:1px var(--space-a) foo'])(
    '%s is wrong, whatever the token is',
    async (declaration) => expect(await messagesOf(`.a{${declaration}}`)).toEqual([expect.stringContaining("can't read")]),
  );

  test.each(['gap:10px nonsense', 'grid-template-columns:10px nonsense', 'padding:-5px', 'border:red blue', 'text-wrap:auto auto', 'translate:10px nonsense'])(
    '%s, of which it reads a part, is not CSS',
    async (declaration) => expect(await messagesOf(`.a{${declaration}}`)).toEqual([expect.stringContaining('is not CSS, and the renderer draws a part of it')]),
  );

  test.each(['color:rgb(from red r g b)', 'border:1px solid oklch(from red l c h)', 'background:linear-gradient(in oklab to right,red,blue 20% 40%)'])(
    '%s is new CSS',
    async (declaration) => expect(await messagesOf(`.a{${declaration}}`)).toEqual([]),
  );
});

describe('what the renderer takes and draws wrongly', () => {
  const bare = { type: 'element', tag: 'div', classes: [], attributes: {}, style: {}, children: [] } as const;
  /** Boxes of three children of 60 × 10 px, or as the style says, in a box of 100 px. */
  const layOut = async (css: string) => {
    const children = ['a', 'b', 'c'].map((name) => ({ ...bare, classes: ['child', name] }));
    const sheet = `.row{display:flex;width:100px}.child{width:60px;height:10px}${css}`;
    const root = { ...bare, classes: ['row'], children };
    const { children: boxes } = await renderer.layout({ width: 100, height: 100, root, css: [sheet], lang: 'en', families: [], images: new Map() });
    return boxes.map(({ x, width }) => [x, width]);
  };

  test('`flex: none` shrinks, what the fix says does not', async () => {
    expect(check('.a{flex:none}').diagnostics).toMatchObject([{ code: 'TEMPLATE_CSS', fix: 'Write flex-shrink: 0; a box does not grow by itself.' }]);
    expect(await layOut('.child{flex:none}')).toEqual(await layOut(''));
    expect((await layOut('.child{flex-shrink:0}')).map(([, width]) => width)).toEqual([60, 60, 60]);
  });

  test('`flex: 0 0 auto` holds and passes', async () => {
    expect((await layOut('.child{flex:0 0 auto}')).map(([, width]) => width)).toEqual([60, 60, 60]);
    expect(check('.a{flex:0 0 auto}').diagnostics).toEqual([]);
  });

  test('`display: table` is a grid', async () => {
    expect(check('.a{display:table}').diagnostics[0]?.fix).toContain('display: grid');
    expect(await layOut('.row{display:table}')).toEqual(await layOut('.row{display:grid}'));
    expect(await layOut('.row{display:-webkit-box}')).toEqual(await layOut(''));
  });

  test.each(['subgrid', 'max-content 1fr', 'min-content 1fr', 'fit-content(10px) 1fr', 'minmax(max-content,1fr) 10px'])('no columns: %s', async (tracks) => {
    expect(await layOut(`.row{display:grid;grid-template-columns:${tracks}}`)).toEqual(await layOut('.row{display:grid}'));
    expect(check(`.a{grid-template-columns:${tracks}}`).diagnostics).toMatchObject([{ message: expect.stringContaining('without these tracks') }]);
  });

  test('`!important` drops the declaration', async () => {
    const gaps = (important: string) => layOut(`.row{gap:5px${important}}`);
    expect(await gaps('')).not.toEqual(await layOut(''));
    expect(await gaps(' !important')).toEqual(await layOut(''));
    expect(check('.a{gap:5px !important}').diagnostics).toMatchObject([{ code: 'TEMPLATE_CSS', message: expect.stringContaining('!important') }]);
  });

  test('a variable hides nothing', () => expect(check('.card{--hold:none}.a{flex:var(--hold)}').diagnostics[0]?.message).toContain('`flex: none`'));

  test.each(['display:inline-grid', 'grid-template-columns:auto minmax(10px,auto) [end] 1fr', 'flex:1 0 auto', 'flex:initial'])('%s passes', (declaration) =>
    expect(check(`.a{${declaration}}`).diagnostics).toEqual([]),
  );
});

describe('variables', () => {
  test('that neither the style nor the root sets are left to the tokens', () => {
    const { variables } = checkCss(
      [{ path: 'a.css', text: '.card{--edge:calc(var(--u) * var(--space-margin))}\n.a{width:var(--edge);color:var(--color-accent);height:var(--share, 1px)}' }],
      [{ value: `--share: ${holeMark}; color: var(--color-ink)`, place: { file: 'a.hbs', line: 4, column: 2 } }],
    );
    expect(variables).toEqual([
      { name: '--space-margin', place: { file: 'a.css', line: 1, column: 7 } },
      { name: '--color-accent', place: { file: 'a.css', line: 2, column: 22 } },
      { name: '--color-ink', place: { file: 'a.hbs', line: 4, column: 2 } },
    ]);
  });

  test('class names may hold variant axes', () =>
    expect(check('.theme-dark .a-b-c, .aspect-tall .script-thai{color:red}').variants).toEqual(['theme', 'a', 'a-b']));
});

test('a style attribute is checked at its place', async () => {
  const place = { file: 'a.hbs', line: 7, column: 9 };
  const { diagnostics, declarations } = checkCss([], [{ value: `width: ${holeMark}; display: flexx; height: 2ch`, place }]);
  expect(diagnostics).toMatchObject([{ code: 'TEMPLATE_CSS', place }]);
  expect(await checkDeclarations(declarations.slice(0, 2), renderer)).toMatchObject([{ message: "The renderer can't read `display: flexx`.", place }]);
});
