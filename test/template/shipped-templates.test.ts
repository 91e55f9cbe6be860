import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { Json } from '../../src/model/json.ts';
import type { MeasuredNode, RenderNode } from '../../src/spec/renderer.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { compileTemplate } from '../../src/template/compile-template.ts';
import type { CompiledTemplate } from '../../src/template/compile-template.ts';
import { loadTemplate } from '../../src/template/load-template.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { renderMarkup } from '../../src/template/render-markup.ts';
import diagram from '../../templates/educational-diagram/sample.ts';
import { context } from './support.ts';

const root = join(import.meta.dirname, '../..');
const renderer = createTakumiRenderer();
const names = readdirSync(join(root, 'templates')).filter((name) => name !== 'shared');
const shapes = [
  { width: 900, height: 1600 },
  { width: 1080, height: 1080 },
  { width: 1200, height: 630 },
  { width: 1500, height: 500 },
  { width: 728, height: 90 },
];

async function compile(name: string): Promise<CompiledTemplate> {
  const loadContract = async (path: string) => ({ definition: ((await import(join(root, path))) as { default: unknown }).default });
  const source = await loadTemplate({ files: createInputFiles({ root, shipped: root }), name, folder: 'templates', loadContract });
  return compileTemplate(source, { renderer });
}

/** Where the slots and the pictures of a card stand, from its left edge or, in a mirrored card, from its right. */
async function placeParts(compiled: CompiledTemplate, size: { width: number; height: number }, direction: 'ltr' | 'rtl') {
  const { tree, measured } = await layOut(compiled, size, direction);
  return listParts(tree, measured)
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ x, width, ...part }) => ({ ...part, x: direction === 'ltr' ? x : size.width - x - width, width }));
}

async function layOut(compiled: CompiledTemplate, size: { width: number; height: number }, direction: 'ltr' | 'rtl') {
  const { default: sample } = (await import(join(root, 'templates', compiled.name, 'sample.ts'))) as {
    default: { copy: Record<string, string>; data?: Record<string, Json> };
  };
  const images = Object.keys(compiled.contract.slots).filter((name) => compiled.contract.slots[name]?.type === 'image');
  const ofImages = <Value>(value: (name: string) => Value) => Object.fromEntries(images.map((name) => [name, value(name)]));
  const numbers = Object.fromEntries(
    compiled.reads.tokens.map((name) => [name.slice(2).replace('-', '.'), /space|radius/.test(name) ? '6' : /font/.test(name) ? '400' : 'red']),
  );
  const html = renderMarkup(compiled, {
    ...context,
    size,
    direction,
    variant: {},
    tokens: numbers,
    texts: sample.copy,
    data: sample.data ?? {},
    art: ofImages((name) => name),
    ratios: ofImages(() => 3),
  });
  const tree = parseMarkup(html, { images, template: compiled.name });
  const picture = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"/>');
  const measured = await renderer.layout({
    ...size,
    root: tree,
    css: compiled.css,
    lang: 'en',
    families: [],
    images: new Map(images.map((name) => [name, picture])),
  });
  return { tree, measured };
}

interface Part {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What has a direction of its own, such as numbers that point at a picture, keeps its sides and is left out. */
function listParts(node: RenderNode, { x, y, width, height, children }: MeasuredNode): readonly Part[] {
  const name = node.type === 'image' ? `img ${node.source}` : node.attributes['data-slot'];
  const own = name === undefined ? [] : [{ name, x, y, width, height }];
  return node.type === 'element'
    ? [...own, ...node.children.flatMap((child, index) => (hasOwnDirection(child) ? [] : listParts(child, children[index]!)))]
    : own;
}

function hasOwnDirection(node: RenderNode): boolean {
  return node.type === 'element' && node.dir !== undefined;
}

/** Boxes of the elements of a class, in the order of the markup. */
function findBoxes(node: RenderNode, measured: MeasuredNode, name: string): readonly MeasuredNode[] {
  const own = node.classes.includes(name) ? [measured] : [];
  return node.type === 'element' ? [...own, ...node.children.flatMap((child, index) => findBoxes(child, measured.children[index]!, name))] : own;
}

describe.each(names)('%s', (name) => {
  let compiled: CompiledTemplate;
  beforeAll(async () => {
    compiled = await compile(name);
  });

  test('compiles without a warning', () => expect(compiled.warnings).toEqual([]));

  test.each(shapes)('is mirrored from right to left at $width × $height', async (size) => {
    const leftToRight = await placeParts(compiled, size, 'ltr');
    const rightToLeft = await placeParts(compiled, size, 'rtl');
    expect(leftToRight.length).toBeGreaterThan(2);
    expect(rightToLeft.map((part) => part.name)).toEqual(leftToRight.map((part) => part.name));
    const far = leftToRight.filter((part, index) =>
      (['x', 'y', 'width', 'height'] as const).some((side) => Math.abs(part[side] - rightToLeft[index]![side]) > 1),
    );
    expect(far).toEqual([]);
  });
});

describe('at 1:3', () => {
  const size = { width: 500, height: 1500 };

  test.each(['ltr', 'rtl'] as const)('a comic strip has its panels one below the other, all of one size, %s', async (direction) => {
    const { tree, measured } = await layOut(await compile('comic-strip'), size, direction);
    const [first, second, third] = findBoxes(tree, measured, 'panel');
    expect([second?.x, second?.width, third?.x, third?.width]).toEqual([first!.x, first!.width, first!.x, first!.width]);
    expect(Math.abs(second!.height - first!.height) + Math.abs(third!.height - first!.height)).toBeLessThan(1);
    expect(third!.y - second!.y).toBeCloseTo(second!.y - first!.y, 0);
    expect(first!.width / first!.height).toBeGreaterThan(0.9);
  });

  test('the phone of an app stands whole in the middle of what the words leave', async () => {
    const { tree, measured } = await layOut(await compile('app-screenshot'), size, 'ltr');
    const [[stage], [phone]] = [findBoxes(tree, measured, 'stage'), findBoxes(tree, measured, 'phone')];
    const [above, below] = [phone!.y - stage!.y, stage!.y + stage!.height - phone!.y - phone!.height];
    expect(above).toBeGreaterThan(0);
    expect(below).toBeCloseTo(above, 0);
  });
});

describe('educational-diagram', () => {
  const cells = shapes.flatMap((size) => (['ltr', 'rtl'] as const).map((direction) => ({ ...size, direction })));

  test.each(cells)('points at the parts of its picture at $width × $height, $direction', async ({ direction, ...size }) => {
    const compiled = await compile('educational-diagram');
    const { tree, measured } = await layOut(compiled, size, direction);
    const [picture] = findBoxes(tree, measured, 'picture');
    const shares = findBoxes(tree, measured, 'dot').map(({ x, y, width, height }) => ({
      x: Math.round(((x + width / 2 - picture!.x) / picture!.width) * 100),
      y: Math.round(((y + height / 2 - picture!.y) / picture!.height) * 100),
    }));
    expect(shares).toEqual(diagram.data.parts.map(({ x, y }) => ({ x, y })));
  });
});
