import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { MeasuredNode, RenderDocument, RenderNode } from '../../../../src/spec/renderer.ts';
import { box, card, picture, readFaces, text } from './cards.ts';

const renderer = createTakumiRenderer();
const images = new Map([
  ['dot', new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))],
]);
const dot = (style: RenderNode['style'] = {}): RenderNode => picture('dot', { width: '20px', height: '10px', ...style });

beforeAll(() => renderer.useFonts(readFaces()));

async function layout(root: RenderNode, rest: Partial<RenderDocument> = {}): Promise<MeasuredNode> {
  const measured = await renderer.layout(card(root, { images, ...rest }));
  expectSameShape(root, measured);
  return measured;
}

function expectSameShape(node: RenderNode, measured: MeasuredNode): void {
  const children = node.type === 'element' ? node.children : [];
  expect(measured.children).toHaveLength(children.length);
  children.forEach((child, index) => expectSameShape(child, measured.children[index]!));
}

/** Where the first run of each text stands, by walking the tree in document order. */
function listRuns(node: MeasuredNode): (readonly [string, number, number])[] {
  return [...node.runs.map((run) => [run.text, Math.round(run.x), Math.round(run.y)] as const), ...node.children.flatMap(listRuns)];
}

describe('lines stand in pixels of the card', () => {
  test('in flex items of any tag, with padding and border', async () => {
    const padded = { padding: '20px 30px', 'border-left': '5px solid red' };
    const measured = await layout(
      box('div', { display: 'flex', padding: '10px' }, [text('span', 'one', padded), text('h1', 'two', padded), box('div', padded, [text('b', 'three')])]),
    );
    const [one, two, three] = measured.children;
    expect(listRuns(measured)).toEqual([
      ['one', 10 + 35, 31],
      ['two', Math.round(two!.x) + 35, 31],
      ['three', Math.round(three!.x) + 35, 31],
    ]);
    expect(one!.width).toBeCloseTo(one!.runs[0]!.width + 65, 0);
  });

  test('in an absolute block, moved by a translation', async () => {
    const style = { position: 'absolute', left: '50%', top: '44px', padding: '5px', transform: 'translateX(-50%)' };
    const [heading] = (await layout(box('div', {}, [text('h1', 'one two', style)]))).children;
    expect(heading!.x + heading!.width / 2).toBeCloseTo(200, 0);
    expect(heading!.runs[0]).toMatchObject({ x: heading!.x + 5, y: 44 + 5.5 });
  });

  test('turned, as the upright box round it', async () => {
    const [heading] = (await layout(box('div', { display: 'flex' }, [text('h1', 'one two', { transform: 'rotate(90deg)', padding: '5px' })]))).children;
    expect(heading!.height).toBeGreaterThan(heading!.width);
    expect(heading!.runs[0]!.y).toBeCloseTo(heading!.y + 5, 0);
  });

  test('from right to left, whatever carries the padding', async () => {
    const padded = { 'padding-inline-start': '40px', 'padding-inline-end': '8px' };
    const measured = await layout(
      box('div', { display: 'flex', padding: '10px' }, [text('h1', 'كل مقاس', padded), text('span', 'كل مقاس', padded)], { dir: 'rtl' }),
    );
    for (const child of measured.children) {
      expect(Math.max(...child.runs.map((run) => run.x + run.width))).toBeCloseTo(child.x + child.width - 40, 0);
      expect(Math.min(...child.runs.map((run) => run.x))).toBeCloseTo(child.x + 8, 0);
    }
  });

  test('over several lines of an inline tag in a flex box', async () => {
    const [child] = (await layout(box('div', { display: 'flex' }, [text('span', 'one two three', { width: '60px', padding: '7px 9px' })]))).children;
    expect(child!.runs.map((run) => [run.text.trim(), run.x, run.y])).toEqual([
      ['one', 9, 7.5],
      ['two', 9, 27.5],
      ['three', 9, 47.5],
    ]);
  });
});

describe('each node has its twin', () => {
  test('words and pictures in a line', async () => {
    const paragraph = box('p', { padding: '10px', width: '200px' }, [
      text('span', 'hello '),
      text('b', 'bold'),
      dot(),
      text('span', ' and a longer line of words'),
    ]);
    const [hello, bold, image, rest] = (await layout(box('div', { display: 'flex' }, [paragraph]))).children[0]!.children;
    expect(hello!.x).toBe(10);
    expect(bold!.x).toBeCloseTo(hello!.x + hello!.width, 1);
    expect(image).toMatchObject({ width: 20, height: 10 });
    expect(image!.x).toBeCloseTo(bold!.x + bold!.width, 0);
    expect(rest!.runs.length).toBeGreaterThan(1);
    expect(rest!.height).toBeGreaterThan(20);
  });

  test('inline elements round texts, and a line break', async () => {
    const root = box('p', { padding: '10px' }, [text('span', 'a '), box('em', {}, [text('b', 'big'), box('br', {}, []), text('i', 'cat')])]);
    expect(listRuns(await layout(root)).map(([words, , y]) => [words, y])).toEqual([
      ['a ', 11],
      ['big', 11],
      ['cat', 31],
    ]);
  });

  test('a box in a line', async () => {
    const root = box('p', { padding: '10px' }, [
      text('span', 'go '),
      box('a', { display: 'inline-flex', padding: '4px' }, [text('b', 'now')]),
      text('span', ' ok'),
    ]);
    const [go, now, ok] = (await layout(root)).children;
    expect(now!.x).toBeCloseTo(go!.x + go!.width, 0);
    expect(ok!.x).toBeCloseTo(now!.x + now!.width, 0);
  });

  test('what is inside of boxes in a line, of any display, and inside of those', async () => {
    const pill = box('span', { display: 'inline-flex', gap: '10px', padding: '5px 8px', 'font-size': '20px' }, [
      text('b', 'one', { padding: '3px' }),
      box('em', {}, [text('span', 'in '), text('i', 'three', { display: 'inline-block', padding: '0 6px' })]),
    ]);
    const root = box('p', { padding: '10px' }, [
      text('span', 'go '),
      pill,
      text('span', ' then '),
      text('a', 'pill', { display: 'inline-block', padding: '4px 12px' }),
    ]);
    const [, first, , second] = (await layout(root)).children;
    const [one, rest] = first!.children;
    expect(one!.runs).toMatchObject([{ text: 'one' }]);
    expect(one!.x).toBeCloseTo(first!.x + 8, 0);
    expect(rest!.x).toBeCloseTo(one!.x + one!.width + 10, 0);
    const [inner, three] = rest!.children;
    expect(three!.x).toBeCloseTo(inner!.x + inner!.width, 0);
    expect(three!.runs[0]!.x).toBeCloseTo(three!.x + 6, 0);
    expect(second!.runs).toMatchObject([{ text: 'pill' }]);
    expect(second!.runs[0]!.x).toBeCloseTo(second!.x + 12, 0);
    expect(second!.runs[0]!.y).toBeGreaterThan(second!.y + 3);
  });

  test('texts between blocks, and texts that show nothing', async () => {
    const root = box('div', { padding: '10px' }, [text('span', 'bare'), text('p', 'block'), text('span', 'tail'), text('span', '  '), text('span', '')]);
    expect(listRuns(await layout(root))).toEqual([
      ['bare', 10, 11],
      ['block', 10, 31],
      ['tail', 10, 51],
    ]);
  });

  test('absolute pictures among words', async () => {
    const heading = box('h1', { padding: '20px', position: 'relative' }, [
      text('span', 'one'),
      dot({ position: 'absolute', right: '0', top: '0' }),
      text('span', 'two'),
    ]);
    const measured = (await layout(box('div', {}, [heading]))).children[0]!;
    expect(measured.children[1]).toMatchObject({ x: 380, y: 0, width: 20, height: 10 });
    expect(listRuns(measured)[0]).toEqual(['one', 20, 21]);
  });

  test('pictures alone, in a line and as blocks', async () => {
    const measured = await layout(
      box('div', { display: 'flex' }, [box('div', { padding: '7px' }, [dot()]), box('span', { padding: '7px' }, [dot({ display: 'block' })])]),
    );
    for (const { x, children } of measured.children) expect(children[0]).toMatchObject({ x: x + 7, width: 20, height: 10 });
  });

  test('generated boxes are nobody’s, their words stay with the element', async () => {
    const css = ['.list::before { content: "x" } .list::after { content: "z" } h1::before { content: "“" }'];
    const root = box('div', { display: 'flex' }, [text('h1', 'a'), box('div', { width: '9px', height: '9px' }, [])], { classes: ['list'] });
    const measured = await layout(root, { css });
    expect(measured.runs.map((run) => run.text)).toEqual(['x', 'z']);
    expect(measured.children[0]!.runs.map((run) => run.text).join('')).toContain('a');
    expect(measured.children[1]).toMatchObject({ width: 9, height: 9 });
  });

  test('what is not displayed has no size', async () => {
    const measured = await layout(box('div', { display: 'flex' }, [text('h1', 'gone', { display: 'none' }), text('h2', 'here')]));
    expect(measured.children[0]).toMatchObject({ width: 0, height: 0, runs: [] });
    expect(measured.children[1]!.x).toBe(0);
  });

  test('a cut text shows less than it says', async () => {
    const clamp = { width: '90px', display: '-webkit-box', '-webkit-line-clamp': '2', '-webkit-box-orient': 'vertical', overflow: 'hidden' };
    const [heading] = (await layout(box('div', { display: 'flex' }, [text('h1', 'one two three four five six seven eight', clamp)]))).children;
    expect(heading!.runs.map((run) => run.text).join('')).not.toContain('eight');
    expect(heading!.height).toBe(40);
  });
});
