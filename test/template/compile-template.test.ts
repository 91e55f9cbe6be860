import { describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { compileTemplate } from '../../src/template/compile-template.ts';
import { checkTokens, matchTokens } from '../../src/template/match-tokens.ts';
import { renderMarkup } from '../../src/template/render-markup.ts';
import { runCompileWorker } from '../../src/template/run-compile-worker.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { context, createSource, formatShort, withHeadline } from './support.ts';

const renderer = createTakumiRenderer();
const css = '.card{color:var(--color-ink)}\n.theme-dark .a{width:calc(var(--u) * 2)}';
const markup = withHeadline('<i style="color: {{token "color.accent"}}" data-slot="figure">{{number data.price}}</i>');

describe('a compiled template', () => {
  test('is plain data, and renders after a round trip', async () => {
    const compiled = await compileTemplate(createSource({ markup, css }), { renderer, tokenPaths: ['color.accent', 'color.ink'] });
    const restored: typeof compiled = JSON.parse(JSON.stringify(compiled));
    expect(restored).toEqual(compiled);
    expect(compiled.reads).toEqual({
      tokens: ['--color-ink', 'color.accent'],
      slots: ['figure', 'headline'],
      data: ['price'],
      variants: ['theme'],
      formats: true,
      scrim: false,
    });
    expect(compiled.css).toEqual([css]);
    expect(new Set(compiled.warnings.map(({ code }) => code))).toEqual(new Set(['TEMPLATE_VAR_UNUSED']));
    expect(renderMarkup(restored, { ...context, data: { price: 1200 } })).toContain('<i style="color: #f00" data-slot="figure">1,200</i>');
  });

  test('the same source gives the same', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => compileTemplate(createSource({ markup, css }), { renderer })));
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
  });

  test('problems of markup, style, properties, values and tokens are told together', async () => {
    const source = createSource({
      markup: withHeadline('\n{{nope}}<i style="heigth: 1px">x</i>'),
      css: '.a{colour:red}\n.b:hover{width:2foo}\n.c{color:var(--color-inc)}',
    });
    const found = await catchDiagnostics(() => compileTemplate(source, { renderer, tokenPaths: ['color.ink'] }));
    expect(found.filter(({ severity }) => severity === 'error').map((each) => `${formatShort(each)} ${each.message}`)).toEqual([
      expect.stringMatching(/^TEMPLATE_VAR_MISSING 2:3 "nope"/),
      expect.stringMatching(/^TEMPLATE_CSS 2:3 .*:hover/),
      expect.stringMatching(/^TEMPLATE_CSS 1:4 .*`colour`/),
      expect.stringMatching(/^TEMPLATE_CSS 2:12 .*`heigth`/),
      expect.stringMatching(/^TEMPLATE_CSS 2:10 .*`width: 2foo`/),
      expect.stringMatching(/^TEMPLATE_CSS 3:4 .*--color-inc .*--color-ink/),
    ]);
  });
});

describe('B5: limits of the worker', () => {
  const input = createSource({});

  test('time', async () => {
    expect(await catchDiagnostics(() => runCompileWorker(input, { megabytes: 256, seconds: 0.001 }))).toMatchObject([
      { code: 'TEMPLATE_TOO_COMPLEX', message: expect.stringContaining('0.001 s'), place: { file: 'templates/card/template.hbs' } },
    ]);
  });

  test('memory', async () => {
    expect(await catchDiagnostics(() => runCompileWorker(input, { megabytes: 4, seconds: 60 }))).toMatchObject([
      { code: 'TEMPLATE_TOO_COMPLEX', message: expect.stringContaining('4 MB') },
    ]);
  });

  test.each([
    ['parentheses', `{{#if ${'(eq 1 '.repeat(20_000)}1${')'.repeat(20_000)}}}x{{/if}}`],
    ['branches', `{{#if headline}}${'{{else if headline}}'.repeat(12_000)}{{/if}}`],
    ['inverse blocks', `${'{{^if headline}}'.repeat(7000)}${'{{/if}}'.repeat(7000)}`],
    ['attributes', `<div ${'a="" '.repeat(50_000)}></div>`],
    ['elements', '<b>'.repeat(80_000)],
  ])('what would take minutes is counted, and refused within seconds of processor time: %s', async (_what, markup) => {
    const { diagnostics } = await runCompileWorker(createSource({ markup: withHeadline(markup) }), { megabytes: 256, seconds: 5 });
    const messages = diagnostics.map(({ message }) => message).join();
    expect(messages).toMatch(/nest|attributes or more/);
  });
});

describe('tokens', () => {
  test('are matched by path and by variable', () => {
    expect(matchTokens(['color.accent', '--color-ink-soft', '--none'], ['space.m', 'color.ink-soft', 'color.accent', 'color.ink'])).toEqual([
      'color.accent',
      'color.ink-soft',
    ]);
  });

  test('that are unknown are told with the nearest', () => {
    const place = { file: 'a.css', line: 1, column: 1 };
    const found = checkTokens(
      [
        { name: '--color-acent', place },
        { name: 'color.acent', place },
        { name: '--color-accent', place },
      ],
      ['color.accent'],
    );
    expect(found).toMatchObject([
      { code: 'TEMPLATE_CSS', message: 'Nothing sets the variable --color-acent (did you mean "--color-accent"?).', place },
      { code: 'TEMPLATE_VAR_MISSING', place },
    ]);
  });
});
