import { describe, expect, test } from 'vitest';
import { renderMarkup } from '../../src/template/render-markup.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { compileParts, context, renderParts, withHeadline } from './support.ts';

/** What is shown stands in an element with a slot, as it must. */
const behind = (markup: string, changes = {}, partials = {}): string => {
  const isBare = !markup.includes('data-slot');
  const html = renderParts({ markup: withHeadline(isBare ? `<div data-slot="figure">${markup}</div>` : markup), partials }, changes).replace(
    /^<h1.*?<\/h1>/,
    '',
  );
  return isBare ? html.slice('<div data-slot="figure">'.length, -'</div>'.length) : html;
};
const problemsBehind = (markup: string, changes = {}, partials = {}) => catchDiagnostics(() => behind(markup, changes, partials));

test('the root element carries shape, script, variants, direction, language and variables', () => {
  const html = renderMarkup(compileParts({}), {
    ...context,
    locale: 'ar',
    direction: 'rtl',
    safeArea: { top: 10, right: 0, bottom: 20.5, left: 0 },
    tokens: { 'color.accent': '#f00', 'font.sans': '"Inter", sans-serif' },
  });
  expect(html).toBe(
    '<div class="card aspect-wide script-arabic theme-dark" dir="rtl" lang="ar" style="--u: 6.3px; --width: 1200px; --height: 630px; --safe-top: 10px; --safe-right: 0px; --safe-bottom: 20.5px; --safe-left: 0px; ' +
      '--color-accent: #f00; --font-sans: &quot;Inter&quot;, sans-serif"><h1 data-slot="headline">Hello</h1></div>',
  );
});

test.each([
  [300, 1000, 'tall'],
  [1000, 1000, 'square'],
  [2400, 1000, 'wide'],
  [2500, 1000, 'banner'],
])('%i × %i is %s', (width, height, aspect) => expect(renderMarkup(compileParts({}), { ...context, size: { width, height } })).toContain(`aspect-${aspect} `));

describe('values', () => {
  test('B7: words never become markup', () => {
    expect(renderParts({}, { texts: { headline: `<b onclick='x'>"&amp;` } })).toBe(
      '<h1 data-slot="headline">&lt;b onclick&#x3D;&#x27;x&#x27;&gt;&quot;&amp;amp;</h1>',
    );
    expect(behind('<p class="a {{data.tone}}">x</p>', { data: { tone: '" onload="x' } })).toBe('<p class="a &quot; onload&#x3D;&quot;x">x</p>');
  });

  test('come from all parts of the context', () => {
    expect(behind('{{size.width}} {{aspect}} {{locale}} {{dir}} {{variant.theme}} {{data.price}}', { data: { price: 49 } })).toBe('1200 wide en ltr dark 49');
    expect(behind('<img src="{{art.background}}">', { art: { background: 'a1' } })).toBe('<img src="a1">');
  });

  test('optional ones may be absent', () => {
    expect(
      behind(
        '<p data-slot="figure">[{{optional data.tone}}]</p>{{#if (optional sub)}}<p data-slot="sub">{{sub}}</p>{{else}}none{{/if}}{{#with (optional data.tone)}}x{{/with}}',
      ),
    ).toBe('<p data-slot="figure">[]</p>none');
    expect(behind('[{{optional data.tone}}]', { data: { tone: 'a' } })).toBe('[a]');
  });

  test('prototypes hold nothing', async () => {
    expect((await problemsBehind('{{variant.toString}}'))[0]).toMatchObject({ code: 'TEMPLATE_FORBIDDEN' });
    expect(await problemsBehind('{{variant.propertyIsEnumerable}}')).toMatchObject([{ code: 'TEMPLATE_VAR_MISSING' }]);
  });
});

describe('B1: what is declared and not there', () => {
  test.each([
    ['{{data.tone}}', {}, 'is not given'],
    ['{{data.tone}}', { tone: null }, 'is null'],
    ['{{data.tone}}', { tone: '' }, 'is empty'],
    ['{{data.tone}}', { tone: ' ' }, 'is empty'],
    ['{{data.tone}}', { tone: { a: 1 } }, 'is an object, not a text'],
    ['{{data.tone}}', { tone: ['a'] }, 'is a list, not a text'],
    ['{{data.tone}}', { tone: true }, 'is true or false, not a text'],
    ['{{data.price}}', { price: Number.NaN }, 'is not a number'],
    ['{{#if data.tone}}x{{/if}}', {}, 'is not given'],
    ['{{#if data.tone}}x{{/if}}', { tone: '' }, 'is empty'],
    ['{{#unless data.isNew}}x{{/unless}}', {}, 'is not given'],
    ['{{#each data.rows}}x{{/each}}', {}, 'is not given'],
    ['{{#each data.rows}}x{{/each}}', { rows: null }, 'is null'],
    ['{{#each data.rows}}x{{/each}}', { rows: [] }, 'is an empty list'],
    ['{{#each data.rows}}x{{/each}}', { rows: 'abc' }, 'is not a list'],
    ['{{#each data.rows}}{{label}}{{/each}}', { rows: [{ value: 1 }] }, 'is not given'],
    ['{{#with data.tone}}x{{/with}}', {}, 'is not given'],
    ['{{number data.price}}', {}, 'is not given'],
    ['{{number data.price}}', { price: null }, 'is null'],
    ['<i style="width:{{share data.price 2}}">x</i>', {}, 'is not given'],
    ['{{#if (eq data.tone "a")}}x{{/if}}', {}, 'is not given'],
    ['{{variant.size}}', {}, 'is not given'],
    ['<img src="{{art.background}}">', {}, 'is not given'],
  ])('%s of %j %s', async (markup, data, problem) => {
    const [found, ...others] = await problemsBehind(markup, { data });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'TEMPLATE_VAR_MISSING', place: { file: 'templates/card/template.hbs', line: 1 } });
    expect(found?.message).toContain(problem);
  });

  test('is told with its place and what there is, all at once', async () => {
    const found = await problemsBehind('\n{{data.tone}}\n{{> row}}', {}, { row: '\n  {{data.price}}' });
    expect(found.map(({ place }) => place)).toEqual([
      { file: 'templates/card/template.hbs', line: 2, column: 3 },
      { file: 'templates/card/partials/row.hbs', line: 2, column: 5 },
    ]);
    expect(found[0]?.message).toBe('"data.tone" is not given; available: price, tone, isNew, rows.');
  });

  test('a text that is missing from the copy', async () => {
    expect(await catchDiagnostics(() => renderParts({}, { texts: {} }))).toMatchObject([{ code: 'TEMPLATE_VAR_MISSING' }]);
  });
});

describe('blocks', () => {
  const rows = [
    { label: 'a', value: 1 },
    { label: 'b', value: 4, note: 'n' },
  ];

  test('each gives items, positions and the way back', () => {
    const markup =
      '{{#each data.rows as |row at|}}[{{at}}{{@index}}{{label}}{{row.value}}{{#if @first}}f{{/if}}{{#if @last}}l{{/if}}{{optional note}}{{../locale}}]{{/each}}';
    expect(behind(markup, { data: { rows } })).toBe('[00a1fen][11b4lnen]');
  });

  test('an empty list shows its else', () => {
    expect(behind('{{#each data.rows}}x{{else}}none{{/each}}', { data: { rows: [] } })).toBe('none');
    expect(behind('{{#each (optional data.rows)}}x{{/each}}')).toBe('');
  });

  test('if, unless and else if', () => {
    const markup = '{{#if data.isNew}}new{{else if (eq variant.theme "dark")}}dark{{else}}other{{/if}} {{#unless data.isNew}}old{{/unless}}';
    expect(behind(markup, { data: { isNew: true } })).toBe('new ');
    expect(behind(markup, { data: { isNew: false } })).toBe('dark old');
  });

  test('with and partials, by context and by name', () => {
    expect(behind('{{#with data}}{{tone}}{{/with}}', { data: { tone: 't' } })).toBe('t');
    expect(
      behind('{{#each data.rows}}{{> row}}{{> row label="x"}}{{/each}}{{> title words=locale}}', { data: { rows } }, { row: '{{label}}', title: '{{words}}!' }),
    ).toBe('axbxen!');
  });
});

describe('helpers', () => {
  test.each([
    ['en', '{{number data.price}}', 1234.5, '1,234.5'],
    ['de', '{{number data.price}}', 1234.5, '1.234,5'],
    ['en', '{{number data.price style="percent" digits=0}}', 0.256, '26%'],
    ['de', '{{number data.price style="currency" currency="EUR" digits=0}}', 49, '49\u00A0€'],
    ['en', '{{number data.price style="unit" unit="kilobyte"}}', 12, '12 kB'],
    ['hi', '{{number data.price}}', 1234567, '12,34,567'],
  ])('in %s: %s of %d is %s', (locale, markup, price, expected) => expect(behind(markup, { locale, data: { price } })).toBe(expected));

  test('share and token', () => {
    expect(behind('<i style="width: {{share data.price 3}}; color: {{token "color.accent"}}">x</i>', { data: { price: 2 } })).toBe(
      '<i style="width: 66.6667%; color: #f00">x</i>',
    );
  });

  test.each([
    ['{{number data.price style="currency" currency="nope"}}', 1],
    ['{{number data.price}}', '12'],
    ['<i style="width: {{share data.price 0}}">x</i>', 1],
    ['<i style="width: {{share data.price 2}}">x</i>', -1],
    ['<i style="width: {{share data.price 2}}">x</i>', 3],
  ])('%s of %j is refused', async (markup, price) =>
    expect(await problemsBehind(markup, { data: { price } })).toMatchObject([{ code: 'TEMPLATE_VALUE', place: { line: 1 } }]),
  );

  test('an unknown token', async () => {
    const [found] = await problemsBehind('<i style="color: {{token "color.acent"}}">x</i>');
    expect(found).toMatchObject({ code: 'TEMPLATE_VAR_MISSING', message: expect.stringContaining('did you mean "color.accent"') });
  });
});
