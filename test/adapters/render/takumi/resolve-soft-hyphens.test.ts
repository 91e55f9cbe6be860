import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { MeasuredNode, RenderDocument } from '../../../../src/spec/renderer.ts';
import { box, card, readFaces, text } from './cards.ts';

const renderer = createTakumiRenderer();
beforeAll(() => renderer.useFonts(readFaces()));

const compound = 'Donau\u00ADdampf\u00ADschiff\u00ADfahrts\u00ADgesell\u00ADschaft';
const words = (content: string, width: number, style = {}): RenderDocument =>
  card(box('div', { width: '100%', height: '100%', 'font-size': '30px', 'line-height': '40px' }, [text('p', content, { width: `${width}px`, ...style })]));

function readLines(node: MeasuredNode): readonly string[] {
  const runs = node.children[0]!.runs;
  const tops = [...new Set(runs.map(({ y }) => Math.round(y / 40)))];
  return tops.map((top) =>
    runs
      .filter(({ y }) => Math.round(y / 40) === top)
      .map((run) => run.text)
      .join('')
      .trim()
      .replaceAll(/[\u00AD\u2060]/g, ''),
  );
}

describe('soft hyphens', () => {
  test.each([
    [compound, 200, ['Donaudampf-', 'schifffahrts-', 'gesellschaft']],
    [compound, 900, ['Donaudampfschifffahrtsgesellschaft']],
    [compound, 120, ['Donau-', 'dampf-', 'schiff-', 'fahrts-', 'gesell-', 'schaft']],
    ['Die Straßen\u00ADbahn hält', 145, ['Die', 'Straßen-', 'bahn hält']],
    ['Ein E-Mail-Ver\u00ADteiler', 180, ['Ein E-Mail-', 'Verteiler']],
    ['Hyphen\u00ADation 𝔞 com\u00ADplete', 140, ['Hyphen-', 'ation 𝔞', 'complete']],
  ])('%j in %i px', async (content, width, expected) => {
    const document = words(content, width);
    const measured = await renderer.layout(document);
    expect(readLines(measured)).toEqual(expected);
    for (const run of measured.children[0]!.runs) expect(run.width).toBeLessThanOrEqual(Math.max(width, 0) + 1);
  });

  test('show a hyphen only where it has room; else the line ends earlier', async () => {
    const bare = await renderer.layout(words('Donaudampf', 900));
    const width = bare.children[0]!.runs[0]!.width;
    expect(readLines(await renderer.layout(words('Donau\u00ADdampf\u00ADschiff', Math.ceil(width) + 1)))).toEqual(['Donau-', 'dampfschiff']);
  });

  test('are painted as they are measured, however the style balances lines', async () => {
    const painted = async (content: string, style = {}): Promise<Buffer> => Buffer.from((await renderer.paint(words(content, 200, style))).data);
    const plain = await painted('Donaudampf-\u2028schifffahrts-\u2028gesellschaft');
    expect((await painted(compound)).equals(plain)).toBe(true);
    expect((await painted(compound, { 'text-wrap': 'balance' })).equals(plain)).toBe(true);
    expect((await painted('Donau\u00ADdampf\u00AD\nschifffahrts\u00AD\ngesellschaft', { 'white-space': 'pre-line' })).equals(plain)).toBe(true);
  });

  test('keep the length of the text, so that its lines can be told', async () => {
    const measured = await renderer.layout(words(compound, 200));
    expect(measured.children[0]!.runs.map((run) => run.text).join('')).toHaveLength(compound.length);
  });

  test('end no line where the style changes the letters', async () => {
    const lines = readLines(await renderer.layout(words('Straßen\u00ADbahn', 130, { 'text-transform': 'uppercase' })));
    for (const line of lines.slice(0, -1)) expect(line.endsWith('-')).toBe(true);
  });
});

describe('bidirectional text', () => {
  const show = async (content: string, dir: 'ltr' | 'rtl'): Promise<string> => {
    const document = card(box('div', { width: '380px', height: '100%', 'font-size': '20px' }, [text('p', content, {}, { dir })], { dir }));
    const runs = (await renderer.layout(document)).children[0]!.runs.toSorted((one, other) => one.x - other.x);
    return runs
      .map((run) => run.text.replaceAll(/[\u2066-\u2069\u2028]/g, ''))
      .join('')
      .replaceAll(/\s+/g, ' ');
  };

  test('isolates are honoured, and take no room', async () => {
    expect(await show('Name: سلام 2.0 - 3 reviews', 'ltr')).toBe('Name: 3 - 2.0 سلام reviews');
    expect(await show('Name: \u2068سلام 2.0\u2069 - 3 reviews', 'ltr')).toBe('Name: 2.0 سلام - 3 reviews');
    expect(await show('اشتر C++ الآن', 'rtl')).toBe('الآن++ C اشتر');
    expect(await show('اشتر \u2068C++\u2069 الآن', 'rtl')).toBe('الآن C++ اشتر');
    const width = async (content: string): Promise<number> => {
      const { children } = await renderer.layout(words(content, 380));
      return children[0]!.runs.reduce((sum, run) => sum + run.width, 0);
    };
    expect(await width('\u2066a\u2067b\u2068c\u2069\u2069\u2069\u2028')).toBeCloseTo(await width('abc'), 1);
  });

  test('an isolate goes on over a line separator, and not over a line feed', async () => {
    const second = async (separator: string): Promise<readonly string[]> => {
      const document = card(
        box(
          'div',
          { width: '380px', height: '100%', 'font-size': '20px' },
          [text('p', `\u2066Hello,${separator}world!\u2069 الآن`, { 'white-space': 'pre-line' }, { dir: 'rtl' })],
          { dir: 'rtl' },
        ),
      );
      const { runs } = (await renderer.layout(document)).children[0]!;
      return runs.map((run) => run.text.trim());
    };
    expect(await second('\u2028')).toContain('world!');
    expect(await second('\n')).not.toContain('world!');
  });
});
