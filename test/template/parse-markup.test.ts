import { describe, expect, test } from 'vitest';
import { parseMarkup, splitDeclarations } from '../../src/template/parse-markup.ts';
import type { RenderNode } from '../../src/spec/renderer.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';

const parse = (html: string) => parseMarkup(`<div class="card">${html}</div>`, { images: ['a', 'b'], template: 'card' });

/** `div[p"text" b[…]]`, for short expectations. */
const sketch = (node: RenderNode): string => {
  if (node.type === 'text') return `${node.tag}"${node.text}"`;
  return node.type === 'image' ? `img(${node.source})` : `${node.tag}[${node.children.map(sketch).join(' ')}]`;
};
const sketchOf = (html: string): string => parse(html).children.map(sketch).join(' ');

test('an element has its classes, style, direction, language and other attributes apart', () => {
  const [node] = parse('<h1 id="x" class=" a  b" dir="rtl" lang="ar" data-slot="headline" style="color: red; --x: 1px">مرحبا &amp; &lt;b&gt;</h1>').children;
  expect(node).toEqual({
    type: 'text',
    tag: 'h1',
    id: 'x',
    classes: ['a', 'b'],
    dir: 'rtl',
    lang: 'ar',
    style: { color: 'red', '--x': '1px' },
    attributes: { 'data-slot': 'headline' },
    text: 'مرحبا & <b>',
  });
});

describe('white space', () => {
  test.each([
    ['\n  <p>\n a  b\n</p>\n  <p>c</p>\n', 'p"a b" p"c"'],
    ['<p>a <b>b</b> c</p>', 'p[span"a " b"b" span" c"]'],
    ['<p><b>a</b> <i>b</i></p>', 'p[b"a" span" " i"b"]'],
    ['<p><b>a</b>\n<i>b</i></p>', 'p[b"a" i"b"]'],
    ['<div><span>a</span> <span>b</span></div>', 'div[span"a" span"b"]'],
    ['<p>a <br> b</p>', 'p[span"a" br[] span"b"]'],
    ['<p> \n </p><div></div>', 'p[] div[]'],
    ['<p>a\u00A0 b</p>', 'p"a\u00A0 b"'],
    ['<ul><li>a</li> <li>b</li></ul>', 'ul[li"a" li"b"]'],
    ['words', 'span"words"'],
    ['<p>a<!-- note -->b</p>', 'p[span"a" span"b"]'],
  ])('%j is %s', (html, expected) => expect(sketchOf(html)).toBe(expected));
});

describe('pictures', () => {
  test('keep their source apart', () => {
    expect(parse('<img class="x" src="a" alt="">').children[0]).toEqual({
      type: 'image',
      tag: 'img',
      classes: ['x'],
      style: {},
      attributes: { alt: '' },
      source: 'a',
    });
  });

  test('that are not there are errors, all at once', async () => {
    const found = await catchDiagnostics(() => parse('<img src="other"><p><img src=""></p><img src="b">'));
    expect(found).toMatchObject([{ code: 'ART_UNKNOWN', message: 'The template "card" shows the picture "other"; there are a, b.' }, { code: 'ART_UNKNOWN' }]);
  });
});

test.each([
  ['a:b;c:d', { a: 'b', c: 'd' }],
  ['--x: url("a;b:c"); COLOR : red ;', { '--x': 'url("a;b:c")', color: 'red' }],
  ["font-family: \"A;B\", 'C\\'; D'; width: calc((1px + 2px) * 2)", { 'font-family': "\"A;B\", 'C\\'; D'", width: 'calc((1px + 2px) * 2)' }],
  ['a:;:b;c', {}],
])('%s', (style, expected) => expect(splitDeclarations(style)).toEqual(expected));
