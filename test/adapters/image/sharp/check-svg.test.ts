import { describe, expect, test } from 'vitest';
import { checkSvg } from '../../../../src/adapters/image/sharp/check-svg.ts';
import { VisualsError } from '../../../../src/model/diagnostic.ts';

const head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">';

function check(source: string | Uint8Array): (readonly [string, number | undefined])[] {
  try {
    checkSvg(typeof source === 'string' ? new TextEncoder().encode(source) : source, 'art/a.svg');
    return [];
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return error.diagnostics.map((each) => [each.code, each.place?.line] as const);
  }
}

/** The codes for what stands inside an SVG. */
const inside = (content: string): string[] => check(`${head}${content}</svg>`).map(([code]) => code);

describe('plain drawings pass', () => {
  test.each([
    ['shapes', '<g id="a"><path d="M0 0h1"/></g><use xlink:href="#a"/><use href="#a" x="2"/>'],
    ['gradients and masks', '<defs><linearGradient id="g"/><mask id="m"/></defs><rect fill="url(#g)" style="mask: url(\'#m\')"/>'],
    ['style sheets', '<style>.a{fill:url(#g)} /* @import in a comment */</style>'],
    [
      'a soft shadow by a style sheet',
      `<style>.a{filter:url(#f)} .b{fill:red}</style><filter id="f"><feOffset/><feGaussianBlur/></filter>${'<path class="b"/>'.repeat(2000)}<path class="a"/>`,
    ],
    ['embedded pictures', '<image href="data:image/png;base64,iVBORw0KGgo="/>'],
    [
      'metadata',
      '<title>Logo &amp; more</title><metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li r:resource="http://purl.org/dc"/></r:RDF></metadata>',
    ],
    ['character data', '<style><![CDATA[ .a > b { fill: red } ]]></style>'],
  ])('%s', (_, content) => {
    expect(inside(content)).toEqual([]);
  });
});

describe('a document type', () => {
  test.each([
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
    '<!doctype svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
  ])('is refused: %s', (declaration) => {
    expect(check(`<?xml version="1.0"?>\n${declaration}\n${head}</svg>`)).toEqual([['SVG_DTD', 2]]);
  });
});

describe('references to the outside are refused', () => {
  test.each([
    '<image href="http://169.254.169.254/latest/meta-data"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<image HREF="../secret.png"/>',
    '<image a=">" href\n=\n\'b.png\' />',
    '<!-- <g a=" --><image href="b.png"/><!-- "/> -->',
    '<image href="&#104;ttp://example.com/a.png"/>',
    '<use href="other.svg#a"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    '<image href="data:text/html,x"/>',
    '<rect fill="url(http://example.com/a.svg#g)"/>',
    '<rect style="fill:u\\72l(//example.com/a)"/>',
    '<rect style="mask:url( &quot;a.svg#m&quot; )"/>',
    '<style>@import "http://example.com/a.css";</style>',
    '<style>@font-face{src:url(a.woff)}</style>',
    '<style><![CDATA[.a{background:image-set("a.png" 1x)}]]></style>',
    '<style>.a{fill:url/**/(x.svg#a)}</style>',
    '<a href="https://example.com"><path/></a>',
    '<g xml:base="http://example.com/"/>',
    '<filter><feImage href="a.png"/></filter>',
  ])('%s', (content) => {
    expect(inside(content)).toEqual(['SVG_EXTERNAL_REF']);
  });

  test('by an instruction before the root', () => {
    expect(check(`<?xml-stylesheet href="a.css"?>${head}</svg>`)).toEqual([['SVG_EXTERNAL_REF', 1]]);
  });
});

test('active content and text are refused, all at once, each at its line', () => {
  const source = `${head}\n<script>1</script>\n<g onload="x()"/>\n<foreignObject/>\n<text>Hi</text>\n<image href="a.png"/></svg>`;
  expect(check(source)).toEqual([
    ['SVG_ACTIVE', 2],
    ['SVG_ACTIVE', 3],
    ['SVG_ACTIVE', 4],
    ['SVG_TEXT', 5],
    ['SVG_EXTERNAL_REF', 6],
  ]);
});

describe('what costs too much is refused at once', () => {
  const nest = (depth: number): string => '<g>'.repeat(depth) + '</g>'.repeat(depth);
  const bomb = Array.from({ length: 12 }, (_, level) => `<g id="l${level + 1}">${`<use href="#l${level}"/>`.repeat(10)}</g>`).join('');
  const chain = Array.from({ length: 5000 }, (_, level) => `<g id="c${level}"><use href="#c${level + 1}"/></g>`).join('');
  test.each([
    ['copies of copies', `<g id="l0"><path/></g>${bomb}`],
    ['copies of copies by masks', `<mask id="l0"><path/></mask>${bomb.replaceAll('<use href="', '<g mask="url(').replaceAll('"/>', ')"/>')}`],
    ['a reference to itself', '<g id="a"><use href="#a"/></g>'],
    ['a circle of references', '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'],
    ['a long chain of references', chain],
    ['many elements', '<path/>'.repeat(20_001)],
    ['deep nesting', nest(100)],
    ['very deep nesting', nest(20_000)],
    ['many filter steps', `<filter>${'<feGaussianBlur stdDeviation="99"/>'.repeat(101)}</filter>`],
    ['one filter on many elements', `<filter id="f"><feOffset/></filter>${'<path filter="url(#f)"/>'.repeat(100)}`],
    [
      'one filter on many elements by a style sheet',
      `<style>.a{filter:url(#f)}</style><filter id="f"><feOffset/></filter>${'<path class="b a"/>'.repeat(100)}`,
    ],
    ['noise in many octaves', '<filter><feTurbulence numOctaves="99"/></filter>'],
    ['a thick outline', '<filter><feMorphology radius="1 200"/></filter>'],
    ['many bytes', `<!--${'x'.repeat(8_000_000)}-->`],
  ])('%s', (_, content) => {
    const start = performance.now();
    expect(inside(content)).toEqual(['SVG_TOO_COMPLEX']);
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

describe('what cannot be read as UTF-8 XML is refused', () => {
  test.each([
    ['other encodings', Buffer.from(`\uFEFF${head}</svg>`, 'utf16le')],
    ['a declared other encoding', `<?xml version="1.0" encoding="UTF-7"?>${head}</svg>`],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe]), Buffer.from('</svg>')])],
    ['NUL', `${head}\0</svg>`],
    ['an open tag', `${head}<g></svg>`],
    ['an attribute twice', `${head}<g id="a" id="b"/></svg>`],
    ['an attribute without quotes', `${head}<g id=a/></svg>`],
    ['an attribute without value', `${head}<g hidden/></svg>`],
    ['attributes without space between', `${head}<g id="a"class="b"/></svg>`],
    ['a tag within a value', `${head}<g id="<b>"/></svg>`],
    ['an unknown entity', `${head}&nbsp;</svg>`],
    ['a comment without end', `${head}<!-- </svg>`],
    ['two roots', `${head}</svg><svg/>`],
    ['text behind the root', `${head}</svg>x`],
    ['a stray end', `${head}</g></svg>`],
    ['an end that is cut off', `${head}<path`],
    ['nothing', ''],
  ])('%s', (_, source) => {
    expect(check(source).map(([code]) => code)).toEqual(['REF_UNREADABLE']);
  });

  test('another root', () => {
    expect(check('<html/>').map(([code]) => code)).toEqual(['IMAGE_TYPE_MISMATCH']);
  });
});
