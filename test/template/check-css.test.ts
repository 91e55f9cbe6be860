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
    const problems = await ask('.a{\n colour:red;inline-size:1px;unicode-bidi:embed;color:red}');
    expect(problems.map(({ message }) => message)).toEqual(
      [
        'The renderer does not know the property `colour` (did you mean "color"?)',
        'The renderer does not know the property `inline-size`',
        'The renderer does not know the property `unicode-bidi`',
      ].map((message) => `${message}.`),
    );
    expect(problems[0]?.place).toMatchObject({ line: 2, column: 2 });
    expect(problems[1]?.fix).toBe('Use width.');
  });

  test('for values, root variables filled in', async () => {
    const problems = await ask('.a{display:flexx;width:calc(var(--u) * 2);height:calc(var(--u) * red);color:var(--color-accent)}');
    expect(problems.map(({ message }) => message)).toEqual(["The renderer can't read `display: flexx`.", expect.stringContaining('`height: calc(')]);
  });
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
