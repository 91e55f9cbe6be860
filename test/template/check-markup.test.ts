import { describe, expect, test } from 'vitest';
import { checkParts, listErrors, withHeadline } from './support.ts';

const errorsBehind = (markup: string, partials = {}): readonly string[] => listErrors({ markup: withHeadline(markup), partials });
const offset = withHeadline('').length;
const at = (code: string, column: number): string => `${code} 1:${offset + column}`;

describe('a clean template', () => {
  test('passes and tells what it reads', () => {
    const markup = `<h1 class="a {{#if (eq variant.theme "dark")}}b{{/if}}" data-slot="headline">{{headline}}</h1>
      {{#if (optional sub)}}<p data-slot="sub">{{sub}}</p>{{/if}}
      <div data-slot="figure">{{number data.price style="percent" digits=0}}</div>
      <img src="{{art.background}}" alt="">
      {{#each (optional data.rows) as |row index|}}
        {{> row row}}<i style="width: {{share row.value 100}}; color: {{token "color.accent"}}" data-slot="figure">{{index}} {{@last}} {{../size.width}}</i>
      {{/each}}
      {{#unless (optional data.isNew)}}<p data-slot="figure">{{optional data.tone}}</p>{{else}}<br>{{/unless}}`;
    const { diagnostics, result } = checkParts({
      markup: markup.replace('{{@last}}', '{{@index}}'),
      partials: { row: '<b data-slot="figure">{{label}}{{optional note}}</b>' },
    });
    expect(diagnostics).toEqual([]);
    expect(result?.markup.reads).toEqual({
      slots: expect.arrayContaining(['headline', 'sub', 'figure', 'background']),
      data: ['price', 'rows', 'isNew', 'tone'],
      variants: ['theme'],
      formats: true,
      scrim: false,
    });
    expect(result?.markup.tokens.map(({ name }) => name)).toEqual(['color.accent']);
  });
});

describe('B1: unknown variables', () => {
  test.each([
    ['{{nope}}', 3],
    ['{{art.nope}}', 3],
    ['{{data.nope}}', 3],
    ['{{#if nope}}{{/if}}', 7],
    ['{{#unless data.nope}}{{/unless}}', 11],
    ['{{#each nope}}{{/each}}', 9],
    ['{{#with nope}}{{/with}}', 9],
    ['{{number nope}}', 10],
    ['{{#if (eq nope 1)}}{{/if}}', 11],
    ['{{optional nope}}', 12],
    ['{{#each data.rows}}{{headline}}{{/each}}', 22],
    ['{{../headline}}', 3],
    ['{{@index}}', 3],
    ['{{data.rows.0.label}}', 3],
    ['{{size.depth}}', 3],
    ['{{figure}}', 3],
  ])('%s', (markup, column) => expect(errorsBehind(markup)).toContain(at('TEMPLATE_VAR_MISSING', column)));

  test('the message names what there is and what was meant', () => {
    const [problem] = checkParts({ markup: withHeadline('{{data.prise}}') }).diagnostics;
    expect(problem?.message).toBe('"data.prise" is neither a slot nor a value of this template; available: price, tone, isNew, rows.');
    expect(checkParts({ markup: withHeadline('{{headlin}}') }).diagnostics[0]?.message).toContain('did you mean "headline"');
  });

  test.each([
    '{{data}}',
    '{{data.rows}}',
    '{{data.isNew}}',
    '{{#if data}}x{{/if}}',
    '{{#each data.price}}x{{/each}}',
    '{{#with data.rows}}x{{/with}}',
    '{{optional data.rows}}',
  ])('%s is no text, condition or list', (markup) => expect(errorsBehind(markup)[0]).toMatch(/^TEMPLATE_VAR_MISSING/));
});

describe('B2: what is never shown', () => {
  test('is a warning for slots and data, down to the fields of lists', () => {
    const { diagnostics } = checkParts({ markup: withHeadline('{{#each (optional data.rows)}}<p data-slot="figure">{{label}}</p>{{/each}}') });
    expect(new Set(diagnostics.map(({ code, severity }) => `${severity} ${code}`))).toEqual(new Set(['warning TEMPLATE_VAR_UNUSED']));
    expect(diagnostics.map(({ message }) => message.split('"')[1])).toEqual(['sub', 'background', 'price', 'tone', 'isNew', 'rows.value', 'rows.note']);
  });
});

describe('B3: unknown helpers and partials', () => {
  test.each([
    '{{upper headline}}',
    '{{lookup data "price"}}',
    '{{log headline}}',
    '{{#repeat 3}}{{/repeat}}',
    '{{#headline}}{{/headline}}',
    '{{#if (gt data.price 1)}}x{{/if}}',
    '{{text headline}}',
  ])('%s', (markup) => expect(errorsBehind(markup)[0]).toMatch(/^TEMPLATE_UNKNOWN_HELPER/));

  test('an unknown partial is named with the nearest', () => {
    const { diagnostics } = checkParts({ markup: withHeadline('\n  {{> ruw}}'), partials: { row: '' } });
    expect(diagnostics[0]).toMatchObject({
      code: 'TEMPLATE_UNKNOWN_PARTIAL',
      place: { file: 'templates/card/template.hbs', line: 2, column: 3 },
      message: 'There is no partial "ruw" (did you mean "row"?).',
    });
  });
});

describe('B4: code and prototypes', () => {
  test.each([
    '{{* deco}}',
    '{{#* inline "x"}}{{/inline}}',
    '{{> (optional headline)}}',
    '{{#> row}}x{{/row}}',
    '{{{headline}}}',
    '{{&headline}}',
    '{{@root.headline}}',
    '{{@key}}',
    '{{constructor}}',
    '{{data.__proto__}}',
    '{{data.constructor.name}}',
    '{{headline.toString}}',
    '{{token headline}}',
    '{{"literal"}}',
    '{{#if null}}{{/if}}',
    '{{number (optional data.price)}}',
    '{{#if headline sub}}x{{/if}}',
    '{{number data.price color="red"}}',
  ])('%s', (markup) => expect(errorsBehind(markup, { row: '' }).join()).toMatch(/TEMPLATE_FORBIDDEN/));

  test('a partial cannot reach out of itself', () => {
    expect(errorsBehind('{{#each data.rows}}{{> row}}{{/each}}', { row: '{{../headline}}' })).toEqual(['TEMPLATE_FORBIDDEN 1:3']);
  });
});

describe('B5: size and depth', () => {
  test.each([
    ['markup', { markup: 'x'.repeat(256 * 1024 + 1) }],
    ['style', { css: `/*${'x'.repeat(256 * 1024)}*/` }],
    ['elements', { markup: withHeadline(`${'<div>'.repeat(65)}${'</div>'.repeat(65)}`) }],
    ['blocks', { markup: withHeadline(`${'{{#if headline}}'.repeat(66)}${'{{/if}}'.repeat(66)}`) }],
    ['recursion of the parser', { markup: '{{#if headline}}'.repeat(9000) + '{{/if}}'.repeat(9000) }],
    [
      'unfolding partials',
      {
        markup: withHeadline('{{> a}}'.repeat(30)),
        partials: Object.fromEntries(['a', 'b', 'c', 'd'].map((name, index) => [name, `{{> ${['b', 'c', 'd', 'e'][index]}}}`.repeat(30)]).concat([['e', 'x']])),
      },
    ],
    ['parentheses', { markup: withHeadline(`{{#if ${'(eq 1 '.repeat(65)}1${')'.repeat(65)}}}x{{/if}}`) }],
    ['branches', { markup: withHeadline(`{{#if headline}}${'{{else if headline}}'.repeat(64)}{{/if}}`) }],
    ['inverse blocks', { markup: withHeadline(`${'{{^if headline}}'.repeat(65)}${'{{/if}}'.repeat(65)}`) }],
    ['unfolding text', { markup: withHeadline('{{> a}}'.repeat(100)), partials: { a: 'x'.repeat(30_000) } }],
  ])('%s', (_, parts) => expect(listErrors(parts).join()).toMatch(/TEMPLATE_TOO_COMPLEX/));

  test.each([
    ['blocks one after the other', '{{#if headline}}{{else if headline}}{{else}}{{/if}}'.repeat(200)],
    ['branches of blocks that are closed', `${'{{#if headline}}{{else if headline}}'.repeat(30)}${'{{/if}}'.repeat(30)}`.repeat(3)],
    ['parentheses in text and after another', `${'('.repeat(100)}${'{{#if (eq 1 (eq 1 1))}}x{{/if}}'.repeat(100)}`],
    ['an else with spaces, and an inverse', '{{#if headline}}x{{ else }}y{{/if}}{{#if headline}}x{{^}}y{{/if}}{{#if headline}}x{{~^~}}y{{/if}}'.repeat(100)],
  ])('not too deep: %s', (_, markup) => expect(listErrors({ markup: withHeadline(markup) }).join()).not.toMatch(/TEMPLATE_TOO_COMPLEX/));
});

describe('B6: recursion', () => {
  test('is told with its path', () => {
    const { diagnostics } = checkParts({ markup: withHeadline('{{> a}}'), partials: { a: '{{> b}}', b: '{{> a}}' } });
    expect(diagnostics.find(({ code }) => code === 'TEMPLATE_RECURSION')).toMatchObject({
      message: 'The template includes itself: a → b → a.',
      place: { file: 'templates/card/partials/b.hbs', line: 1 },
    });
  });
});

describe('B7: places for values', () => {
  test.each([
    ['<p class={{data.tone}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<p class=a{{data.tone}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<p {{data.tone}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<p {{data.tone}}="x">x</p>', 'TEMPLATE_CONTEXT'],
    ['<{{data.tone}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<p{{data.tone}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<p {{#if data.isNew}}class="a"{{/if}}>x</p>', 'TEMPLATE_CONTEXT'],
    ['<!-- {{data.tone}} -->', 'TEMPLATE_CONTEXT'],
    ['<style>{{data.tone}}</style>', 'TEMPLATE_CONTEXT'],
    ['<script>{{data.tone}}</script>', 'TEMPLATE_CONTEXT'],
    ['<p style="color: {{data.tone}}">x</p>', 'TEMPLATE_CONTEXT'],
    ['<p style="{{data.price}}: 1px">x</p>', 'TEMPLATE_CONTEXT'],
    ['<p>{{art.background}}</p>', 'TEMPLATE_CONTEXT'],
    ['<p class="{{art.background}}">x</p>', 'TEMPLATE_CONTEXT'],
    ['<img src="{{data.tone}}">', 'TEMPLATE_CONTEXT'],
    ['<p>{{headline}}</p>', 'TEMPLATE_SLOT'],
    ['<p data-slot="sub">{{headline}}</p>', 'TEMPLATE_SLOT'],
    ['<p data-slot="{{data.tone}}">x</p>', 'TEMPLATE_SLOT'],
    ['<p data-slot="nope">x</p>', 'TEMPLATE_SLOT'],
    ['<p data-slot="background">x</p>', 'TEMPLATE_SLOT'],
    ['<div data-slot="sub"><div data-slot="sub">x</div></div>', 'TEMPLATE_SLOT'],
  ])('%s', (markup, code) => expect(errorsBehind(markup).join()).toContain(code));

  test.each(
    [
      '<p class="a {{data.tone}}" title="x">',
      '<p class="{{data.tone}}">x</p>',
      '<p style="width: {{share data.price 100}}; --x: {{data.price}}">x</p>',
      "<p data-x='{{data.tone}}' data-slot='figure'>{{data.tone}}</p>",
    ].slice(1),
  )('%s is fine', (markup) => expect(errorsBehind(markup)).toEqual([]));

  test.each([
    ['<p>{{data.tone}}</p>', '{{data.tone}}', 4],
    ['<p>{{number data.price digits=1}}</p>', '{{number data.price}}', 4],
    ['<p>{{optional data.tone}}</p>', '{{optional data.tone}}', 4],
    ['{{#each data.rows}}<p>{{label}}</p>{{/each}}', '{{label}}', 23],
    ['<p>{{share data.price 9}}</p>', '{{share data.price 9}}', 4],
    ['<p>{{locale}}</p>', '{{locale}}', 4],
  ])('%s shows what is not measured', (markup, shown, column) => {
    const [problem] = checkParts({ markup: withHeadline(markup) }).diagnostics;
    expect(problem).toMatchObject({
      code: 'TEMPLATE_SLOT',
      severity: 'error',
      message: `${shown} stands outside an element with data-slot, so it would not be measured.`,
      fix: expect.stringContaining("from: 'data'"),
      place: { column: offset + column },
    });
  });

  test('a partial is measured by the slot round its call', () => {
    expect(errorsBehind('<p data-slot="figure">{{> row}}</p>', { row: '<b>{{data.tone}}</b>' })).toEqual([]);
    expect(errorsBehind('{{> row}}', { row: '<b>{{data.tone}}</b>' })).toEqual(['TEMPLATE_SLOT 1:4']);
  });

  test('a slot that must be shown and is not', () => {
    expect(checkParts({ markup: '<p>x</p>' }).diagnostics[0]).toMatchObject({ code: 'TEMPLATE_SLOT', message: 'No element shows the text slot "headline".' });
  });
});

describe('the subset of HTML', () => {
  test.each([
    '<svg></svg>',
    '<a href="x">x</a>',
    '<p onclick="x">x</p>',
    '<div src="x"></div>',
    '<img alt="">',
    '<img src="a.png">',
    '<div/>',
    '<div>',
    '</div>',
    '<div><p></div></p>',
    '<p><div></div></p>',
    '<h1><h2>x</h2></h1>',
    '<!doctype html>',
    '<p class="a" class="b">x</p>',
    '<p dir="up">x</p>',
    'a < b',
    '<p class="a',
    '<div>{{#if data.isNew}}</div>{{/if}}',
    '{{#if data.isNew}}<p>{{else}}<p>x</p>{{/if}}',
    '<p class="a{{#if data.isNew}}">{{/if}}x</p>',
  ])('%s', (markup) => expect(errorsBehind(markup).join()).toContain('TEMPLATE_MARKUP'));

  test('an unbalanced partial is told where it is called', () => expect(errorsBehind('{{> row}}', { row: '</div>' }).join()).toContain('TEMPLATE_MARKUP'));
});

describe('values of helpers', () => {
  test.each([
    '{{number data.tone}}',
    '{{number data.price style="percnt"}}',
    '{{number data.price style="currency"}}',
    '{{number data.price style="unit"}}',
    '<p style="width: {{share data.tone 2}}">x</p>',
  ])('%s', (markup) => expect(errorsBehind(markup)[0]).toMatch(/^TEMPLATE_VALUE/));
});

test('Handlebars that does not parse is an error at its line', () => {
  expect(checkParts({ markup: 'a\n{{#if x}}\n{{/each}}' }).diagnostics[0]).toMatchObject({
    code: 'TEMPLATE_SYNTAX',
    place: { file: 'templates/card/template.hbs', line: 2 },
  });
  expect(checkParts({ markup: 'a\n{{#if' }).diagnostics[0]).toMatchObject({ code: 'TEMPLATE_SYNTAX', place: { line: 2 } });
});

test('all problems are told at once, each once, with their places', () => {
  const markup = withHeadline('\n{{nope}}\n<p class={{data.tone}}>x</p>\n{{> row}}{{> row}}');
  expect(listErrors({ markup, partials: { row: '\n\n {{gone}}' } })).toEqual(['TEMPLATE_VAR_MISSING 2:3', 'TEMPLATE_CONTEXT 3:10', 'TEMPLATE_VAR_MISSING 3:4']);
});

describe('scrims', () => {
  test('an empty element is one, and the template says so', () => {
    const { diagnostics, result } = checkParts({ markup: withHeadline('<div class="scrim" data-scrim></div>') });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(result?.markup.reads.scrim).toBe(true);
  });

  test.each([
    ['<div data-scrim><img src="{{art.background}}" alt=""></div>', /stands inside a scrim/],
    ['<div data-scrim><div><p>now</p></div></div>', /<div> stands inside a scrim/],
    ['<p data-scrim></p>', /<p> can't be a scrim/],
    ['<img data-scrim src="{{art.background}}" alt="">', /<img> can't be a scrim/],
    ['<div data-scrim data-slot="sub">{{sub}}</div>', /<div> can't be a scrim/],
  ])('%s', (markup, problem) => {
    const { diagnostics } = checkParts({ markup: withHeadline(markup) });
    expect(diagnostics.map(({ message }) => message).join()).toMatch(problem);
  });
});
