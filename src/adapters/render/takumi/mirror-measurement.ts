import type { MeasuredNode as TakumiNode } from '@takumi-rs/core';
import type { Box } from '../../../model/geometry.ts';
import type { MeasuredNode, MeasuredRun } from '../../../spec/renderer.ts';
import { markStep, type NumberedNode } from './convert-document.ts';

/**
 * Brings the engine's boxes into the shape of our tree: one measured node for each of ours, in pixels of the card. The engine drops what takes part in a
 * line of text and adds anonymous and generated boxes; those lines are given back to the texts that they show, the added boxes are left out.
 * @param plain the card as measured
 * @param marked the same card with numbered nodes, see `convertMarkedNode`
 * @param inlineBoxes takes the nodes that are boxes in lines: what is inside them the engine does not measure
 */
export function mirrorMeasurement(node: NumberedNode, plain: TakumiNode, marked: TakumiNode, inlineBoxes = new Set<MeasuredNode>()): MeasuredNode {
  const found = collectBoxes(node, plain, marked, inlineBoxes);
  const { children, runs } = node.source.type === 'text' ? { children: [], runs: found.runs } : placeChildren(node, found, originOf(plain));
  return { ...toBox(plain), children, runs };
}

/** What the engine measured inside one node. */
interface Found {
  /** By number, the children of the node that got a box of their own. */
  readonly boxes: Map<number, MeasuredNode>;
  /** Pieces of lines. */
  readonly runs: MeasuredRun[];
  /** Boxes that stand in lines, such as pictures, without a number. */
  readonly inline: Box[];
  /** Nodes of the whole card that are boxes in lines. */
  readonly inlineBoxes: Set<MeasuredNode>;
}

function collectBoxes(node: NumberedNode, plain: TakumiNode, marked: TakumiNode, inlineBoxes: Set<MeasuredNode>): Found {
  const found: Found = { boxes: new Map(), runs: [], inline: [], inlineBoxes };
  const wrapper = findLineWrapper(plain, marked);
  found.runs.push(...placeRuns(plain, wrapper ? offsetWithin(marked, wrapper) : findLineStart(node, marked)));
  if (wrapper || plain.runs.length > 0) collectAmongWords(found, node, plain, wrapper ?? marked);
  else collectChildren(found, node, plain, marked);
  return found;
}

function collectChildren(found: Found, node: NumberedNode, plain: TakumiNode, marked: TakumiNode): void {
  plain.children.forEach((child, index) => {
    const twin = marked.children[index];
    if (twin === undefined) return;
    const number = numberOf(twin, marked);
    const source = findNumbered(node, number);
    if (source) found.boxes.set(number, mirrorMeasurement(source, child, twin, found.inlineBoxes));
    else if (number === 0) collectAnonymous(found, node, child, twin);
  });
}

/** A box that the engine made up: its lines and what stands in them belong to the node round it. */
function collectAnonymous(found: Found, node: NumberedNode, plain: TakumiNode, marked: TakumiNode): void {
  found.runs.push(...placeRuns(plain, { x: 0, y: 0 }));
  if (plain.runs.length === 0 && plain.children.length === 0) found.inline.push(toBox(plain));
  collectAmongWords(found, node, plain, marked);
}

/** What stands among words: boxes in their lines, which have no number, and what was taken out of them. */
function collectAmongWords(found: Found, node: NumberedNode, plain: TakumiNode, marked: TakumiNode): void {
  // Only the marked tree has probes among the words.
  const twins = marked.children.filter((child) => !isProbe(child, marked));
  plain.children.forEach((child, index) => {
    const twin = twins[index];
    const source = twin && findNumbered(node, numberOf(twin, marked));
    if (source) found.boxes.set(source.number, mirrorMeasurement(source, child, twin, found.inlineBoxes));
    else found.inline.push(toBox(child));
  });
}

/** The node of a number among the children and, as elements in a line have no box of their own, what these hold. */
function findNumbered(node: NumberedNode, number: number): NumberedNode | undefined {
  for (const child of node.children) {
    const found = child.number === number ? child : findNumbered(child, number);
    if (found) return found;
  }
  return undefined;
}

function isProbe(child: TakumiNode, parent: TakumiNode): boolean {
  return child.width === 0 && child.height === 0 && child.children.length + child.runs.length === 0 && numberOf(child, parent) === 0;
}

/** The box round a node's lines that only the marked tree has; undefined when both trees have the same boxes. */
function findLineWrapper(plain: TakumiNode, marked: TakumiNode): TakumiNode | undefined {
  const first = marked.children[0];
  if (first === undefined || marked.runs.length > 0 || first.children.length + first.runs.length === 0 || numberOf(first, marked) !== 0) return undefined;
  const twin = plain.children[0];
  const isInBoth = plain.runs.length === 0 && twin !== undefined && twin.runs.length + twin.children.length > 0;
  return isInBoth ? undefined : first;
}

/** Where lines begin when nothing wraps them: the probe stands at the start of the first line of a text, and at the end of the last line of an element. */
function findLineStart(node: NumberedNode, marked: TakumiNode): { x: number; y: number } {
  const { runs, children } = marked;
  const [first, last] = [runs[0], runs.at(-1)];
  const probe = children.at(-1);
  if (!probe || !first || !last) return { x: 0, y: 0 };
  const atStart = node.source.type === 'text';
  const line = runs.filter((run) => Math.abs(run.y - (atStart ? first : last).y) < run.height / 2);
  const isLeft = atStart === (node.direction === 'ltr');
  const edge = isLeft ? Math.min(...line.map((run) => run.x)) : Math.max(...line.map((run) => run.x + run.width));
  const { y } = offsetWithin(marked, probe);
  const x = atStart ? offsetWithin(marked, probe).x : skipBoxes(marked, probe, isLeft);
  return { x: roundToLayout(x - edge), y: atStart ? y : roundToLayout(y - (last.y - first.y)) };
}

/** Where the words of a line end that ends with boxes: from the probe behind them back to the first of them. */
function skipBoxes(marked: TakumiNode, probe: TakumiNode, isLeft: boolean): number {
  const boxes = marked.children.filter((child) => child.width > 0).map((child) => ({ x: offsetWithin(marked, child).x, width: child.width }));
  const step = (edge: number): number => {
    const next = boxes.find(({ x, width }) => Math.abs((isLeft ? x : x + width) - edge) < 0.5);
    if (next === undefined) return edge;
    boxes.splice(boxes.indexOf(next), 1);
    return step(isLeft ? next.x + next.width : next.x);
  };
  return step(offsetWithin(marked, probe).x);
}

function numberOf(child: TakumiNode, parent: TakumiNode): number {
  return Math.round((child.transform[1] - parent.transform[1]) / markStep);
}

/** Where a child stands in its parent, with the parent's skew undone. */
function offsetWithin(parent: TakumiNode, child: TakumiNode): { x: number; y: number } {
  const x = child.transform[4] - parent.transform[4];
  return { x: roundToLayout(x), y: roundToLayout(child.transform[5] - parent.transform[5] - parent.transform[1] * x) };
}

/** The engine lays out in steps of 1/64 px; what lies between comes from the skew. */
function roundToLayout(value: number): number {
  return Math.round(value * 64) / 64;
}

function placeRuns(plain: TakumiNode, offset: { readonly x: number; readonly y: number }): MeasuredRun[] {
  return plain.runs.map((run) => ({ text: run.text, ...boundBox(plain.transform, offset.x + run.x, offset.y + run.y, run) }));
}

/** Children in our order. Those without a box of their own take the lines that show their text, or the next box that stands in a line. */
function placeChildren(node: NumberedNode, found: Found, origin: Box): { children: MeasuredNode[]; runs: MeasuredRun[] } {
  const rest: Rest = { runs: [...found.runs], inline: [...found.inline], inlineBoxes: found.inlineBoxes, boxes: found.boxes };
  const children = node.children.map((child) => placeInline(child, rest, origin));
  return { children, runs: rest.runs.filter((run) => foldText(run.text) !== '') };
}

/** What no node has claimed yet. */
interface Rest {
  readonly runs: MeasuredRun[];
  readonly inline: Box[];
  readonly inlineBoxes: Set<MeasuredNode>;
  /** By number, the nodes that have a box of their own. */
  readonly boxes: ReadonlyMap<number, MeasuredNode>;
}

function placeInline(node: NumberedNode, rest: Rest, origin: Box): MeasuredNode {
  const { source } = node;
  const own = rest.boxes.get(node.number);
  if (own) return own;
  const isBox = source.type === 'image' || (source.tag !== 'br' && !showsText(node, rest));
  if (isBox && (source.type !== 'text' || foldText(source.text) !== '')) return placeBox(node, rest, origin);
  if (source.type === 'text') return placeText(source.text, rest, origin);
  const children = node.children.map((child) => placeInline(child, rest, origin));
  return { ...unite(children.filter(hasArea), origin), children, runs: [] };
}

function placeBox(node: NumberedNode, rest: Rest, origin: Box): MeasuredNode {
  const placed: MeasuredNode = { ...createEmpty(node, origin), ...rest.inline.shift() };
  rest.inlineBoxes.add(placed);
  return placed;
}

function placeText(text: string, rest: Rest, origin: Box): MeasuredNode {
  const runs: MeasuredRun[] = [];
  let left = foldText(text);
  for (const run of rest.runs.splice(0)) {
    const shown = foldText(run.text);
    const at = shown === '' ? -1 : left.indexOf(shown);
    (at < 0 ? rest.runs : runs).push(run);
    if (at >= 0) left = left.slice(0, at) + left.slice(at + shown.length);
  }
  return { ...unite(runs, origin), children: [], runs };
}

/** Whether the first words of an element stand in the lines round it; otherwise it is a box in the line. */
function showsText(node: NumberedNode, rest: Rest): boolean {
  const text = foldText(textOf(node));
  return text !== '' && rest.runs.some((run) => foldText(run.text) !== '' && text.includes(foldText(run.text)));
}

function textOf(node: NumberedNode): string {
  return node.source.type === 'text' ? node.source.text : node.children.map(textOf).join('');
}

/** White space, case and the mark of a cut line may differ between a text and the lines that show it. */
function foldText(text: string): string {
  return text.replace(/[\s…]+/g, '').toLowerCase();
}

function hasArea(box: Box): boolean {
  return box.width > 0 || box.height > 0;
}

/** What stands inside a box in a line is not measured with it; see `measureInlineBoxes`. */
function createEmpty(node: NumberedNode, origin: Box): MeasuredNode {
  return { ...origin, children: node.children.map((child) => createEmpty(child, origin)), runs: [] };
}

function originOf({ transform }: TakumiNode): Box {
  return { x: transform[4], y: transform[5], width: 0, height: 0 };
}

function unite(boxes: readonly Box[], otherwise: Box): Box {
  if (boxes.length === 0) return otherwise;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function toBox(plain: TakumiNode): Box {
  return boundBox(plain.transform, 0, 0, plain);
}

/** The upright rectangle round a box that a matrix has moved. */
function boundBox(
  [a, b, c, d, e, f]: TakumiNode['transform'],
  x: number,
  y: number,
  { width, height }: { readonly width: number; readonly height: number },
): Box {
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ].map(([px = 0, py = 0]) => ({ x: a * px + c * py + e, y: b * px + d * py + f, width: 0, height: 0 }));
  return unite(corners, corners[0]!);
}
