import { describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { checkCss } from '../../src/template/check-css.ts';

const check = (text: string) => checkCss([{ path: 'a.css', text }], []).diagnostics;

describe('what stays on its side in a right-to-left card', () => {
  test.each([
    ['margin-left:1px', 'margin-inline-start'],
    ['margin-right:auto', 'margin-inline-end'],
    ['padding-left:var(--u)', 'padding-inline-start'],
    ['padding-right:0', 'padding-inline-end'],
    ['text-align:left', 'text-align: start'],
    ['text-align:right', 'text-align: end'],
    ['float:right', 'float: inline-end'],
    ['padding:0 1px 0 2px', 'padding-inline'],
    ['margin:0 auto 0 0', 'margin-inline'],
    ['left:5px', 'Write inset-inline-start.'],
    ['right:0', 'Write inset-inline-end.'],
    ['left:5px;right:6px', 'Write inset-inline-start.'],
    ['border-left:1px solid red', 'Write border-inline-start.'],
    ['border-right-width:1px', 'Write border-inline-end-width.'],
    ['border-width:1px 2px 1px 0', '.card[dir="rtl"]'],
    ['inset:0 auto 0 0', '.card[dir="rtl"]'],
    ['inset-inline:0 auto', 'the first value as the left side'],
  ])('%s', (declaration, fix) => {
    const found = check(`.a{color:red;\n${declaration}}`);
    expect(found[0]).toMatchObject({
      code: 'TEMPLATE_PHYSICAL_SIDE',
      severity: 'warning',
      exit: 0,
      fix: expect.stringContaining(fix),
      place: { file: 'a.css', line: 2, column: 1 },
    });
  });

  test.each([
    '.a{margin-inline-start:1px;padding-inline:1px 2px;text-align:start;inset-inline-end:0;border-inline-start:1px solid red}',
    '.a{inset:0;inset-inline:0;margin:0 auto;padding:1px 2px 3px}',
    '.a{left:0;width:100%}',
    '.a{left:2px;right:2px;border-left:1px solid red;border-right:1px solid red}',
    '.card[dir="rtl"] .a{left:0;margin-left:1px}',
    '.frame-ltr .a,.x-ltr{border-left-width:1px}',
    '@media (min-width:1px){.frame-rtl{right:0}}',
    '.a{top:1px;margin-top:1px;border-top:1px solid red}',
  ])('%s has no side', (css) => expect(check(css)).toEqual([]));

  test('in a style attribute', () => {
    const place = { file: 'a.hbs', line: 3, column: 5 };
    expect(checkCss([], [{ value: 'margin-left: 1px', place }]).diagnostics).toMatchObject([{ code: 'TEMPLATE_PHYSICAL_SIDE', place }]);
  });
});

describe('the renderer', () => {
  const renderer = createTakumiRenderer();
  const bare = { type: 'element', tag: 'div', classes: [], attributes: {}, style: {}, children: [] } as const;
  /** Where a box of 20 px stands in one of 100 px. */
  const place = async (css: string, dir: 'ltr' | 'rtl') => {
    const root = { ...bare, classes: ['row'], dir, children: [{ ...bare, classes: ['a'] }] };
    const sheet = `.row{position:relative;display:flex;width:100px;height:50px}.a{width:20px;height:10px;${css}}`;
    const layout = await renderer.layout({ width: 100, height: 50, root, css: [sheet], lang: 'en', families: [], images: new Map() });
    return layout.children[0]!.x;
  };

  test('mirrors logical margins', async () => {
    expect(await place('margin-inline-start:7px', 'ltr')).toBe(7);
    expect(await place('margin-inline-start:7px', 'rtl')).toBe(73);
    expect(await place('margin-left:7px', 'rtl')).toBe(80);
  });

  test('mirrors logical insets and borders, in a sheet and in a style attribute', async () => {
    for (const css of ['position:absolute;inset-inline-start:7px', 'border-inline-end:3px solid red;position:absolute; INSET-INLINE-START :7px']) {
      expect(await place(css, 'ltr')).toBe(7);
      expect(await place(css, 'rtl')).toBe(73);
    }
    const inline = { ...bare, style: { position: 'absolute', width: '20px', 'inset-inline-end': '5px' } };
    const find = async (dir: 'ltr' | 'rtl') => {
      const root = { ...bare, dir, style: { position: 'relative', display: 'flex', width: '100px', height: '50px' }, children: [inline] };
      return (await renderer.layout({ width: 100, height: 50, root, css: [], lang: 'en', families: [], images: new Map() })).children[0]!.x;
    };
    expect([await find('ltr'), await find('rtl')]).toEqual([75, 5]);
  });

  test('rounds and rules the side where lines start', async () => {
    const inkOf = async (css: string, dir: 'ltr' | 'rtl') => {
      const root = { ...bare, classes: ['a'], dir };
      const { data } = await renderer.paint({
        width: 40,
        height: 20,
        root,
        css: [`.a{width:40px;height:20px;${css}}`],
        lang: 'en',
        families: [],
        images: new Map(),
      });
      return [0, 39].map((x) => data[x * 4 + 3]! > 128);
    };
    expect(await inkOf('border-inline-start:4px solid red', 'ltr')).toEqual([true, false]);
    expect(await inkOf('border-inline-start:4px solid red', 'rtl')).toEqual([false, true]);
    expect(await inkOf('background:red;border-start-start-radius:10px', 'ltr')).toEqual([false, true]);
    expect(await inkOf('background:red;border-start-start-radius:10px', 'rtl')).toEqual([true, false]);
  });

  test('does not mirror inset-inline, which is why it is told', async () => {
    expect(await place('position:absolute;inset-inline:5px auto', 'ltr')).toBe(5);
    expect(await place('position:absolute;inset-inline:5px auto', 'rtl')).toBe(5);
  });
});
