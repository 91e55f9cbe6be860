import type { MeasuredNode, MeasuredRun, RenderDocument, RenderNode } from '../../../spec/renderer.ts';

/** A card whose soft hyphens are settled, and its boxes. */
export interface HyphenatedLayout {
  /** To paint: lines of texts with soft hyphens are broken for good, since the engine balances lines when it paints and does not when it measures. */
  readonly document: RenderDocument;
  /** With a hyphen where a line ends at a soft hyphen; texts are as long as they were. */
  readonly measured: MeasuredNode;
}

const softHyphen = '\u00AD';
/** As wide as nothing, and no line ends there. */
const wordJoiner = '\u2060';
const hyphen = '-';
/** Starts a line within the same paragraph, so that bidirectional text keeps its order. */
const lineSeparator = '\u2028';

/** Whether a card has a soft hyphen. */
export function hasSoftHyphen(node: RenderNode): boolean {
  if (node.type === 'text') return node.text.includes(softHyphen);
  return node.type === 'element' && node.children.some(hasSoftHyphen);
}

/**
 * Puts a hyphen where a line ends at a soft hyphen, and none elsewhere: the engine ends lines there without showing one. Hyphens take room, so the card is laid out again with
 * them; one that then no longer ends its line is taken back, and its line ends earlier. One more layout when lines end so, two for each hyphen without room.
 */
export async function resolveSoftHyphens(document: RenderDocument, layout: (document: RenderDocument) => Promise<MeasuredNode>): Promise<HyphenatedLayout> {
  const texts = findTexts(document.root, []);
  const mostLayouts = texts.reduce((sum, { states }) => sum + 2 * states.size, 2);
  for (let count = 1; ; count += 1) {
    const measured = await layout({ ...document, root: replaceTexts(document.root, texts, formatText) });
    const isLast = count >= mostLayouts;
    const isSettled = texts.map((text) => settleText(text, followPath(measured, text.path), isLast)).every((each) => each);
    if (isSettled) return { document: { ...document, root: replaceTexts(document.root, texts, formatLines) }, measured };
  }
}

/** `open`: a line may end here, and none does; `shown`: one ends here, with a hyphen; `refused`: none may end here, for the hyphen has no room. */
type HyphenState = 'open' | 'shown' | 'refused';

interface HyphenatedText {
  readonly path: readonly number[];
  readonly text: string;
  /** By the index of each soft hyphen. */
  readonly states: Map<number, HyphenState>;
  /** Indexes of the characters that end a line, as measured last; undefined when the runs are not the text. */
  ends?: ReadonlySet<number> | undefined;
}

const marks: { readonly [state in HyphenState]: string } = { open: softHyphen, shown: hyphen, refused: wordJoiner };

function findTexts(node: RenderNode, path: readonly number[]): readonly HyphenatedText[] {
  if (node.type === 'element') return node.children.flatMap((child, index) => findTexts(child, [...path, index]));
  if (node.type !== 'text' || !node.text.includes(softHyphen)) return [];
  return [{ path, text: node.text, states: new Map([...node.text.matchAll(/\u00AD/g)].map(({ index }) => [index, 'open'])) }];
}

function replaceTexts(root: RenderNode, texts: readonly HyphenatedText[], format: (text: HyphenatedText) => string): RenderNode {
  return texts.reduce((tree, text) => replaceText(tree, text.path, format(text)), root);
}

/** As long as the text, so that what is measured can be told on it. */
function formatText({ text, states }: HyphenatedText): string {
  return text.replace(/\u00AD/g, (_, at: number) => marks[states.get(at)!]);
}

/** The text in its lines, without the soft hyphens that are not shown. */
function formatLines(text: HyphenatedText): string {
  const settled = formatText(text);
  if (text.ends === undefined || text.ends.size === 0) return settled;
  const bounds = [...text.ends].map((end) => end + 1);
  const lines = [0, ...bounds].map((start, index) => settled.slice(start, bounds[index]));
  return lines.map((line) => line.replaceAll(softHyphen, '').trim()).join(lineSeparator);
}

function replaceText(node: RenderNode, [index, ...rest]: readonly number[], text: string): RenderNode {
  if (node.type === 'text') return { ...node, text };
  if (node.type !== 'element') return node;
  return { ...node, children: node.children.map((child, at) => (at === index ? replaceText(child, rest, text) : child)) };
}

function followPath(root: MeasuredNode, path: readonly number[]): MeasuredNode | undefined {
  return path.reduce<MeasuredNode | undefined>((node, index) => node?.children[index], root);
}

/** Whether the text can stay as it was laid out. The first hyphen that has no room is refused, and what comes behind it starts anew. */
function settleText(entry: HyphenatedText, measured: MeasuredNode | undefined, isLast: boolean): boolean {
  const { states } = entry;
  entry.ends = measured === undefined ? undefined : findLineEnds(formatText(entry), measured.runs);
  const { ends } = entry;
  if (ends === undefined) return isLast || !refuseAll(states);
  const stray = [...states].find(([at, state]) => state === 'shown' && !ends.has(at));
  if (stray !== undefined) {
    for (const [at, state] of states) if (at > stray[0] && state !== 'open') states.set(at, 'open');
    states.set(stray[0], 'refused');
    return isLast;
  }
  const fresh = [...states].filter(([at, state]) => state === 'open' && ends.has(at));
  for (const [at] of fresh) states.set(at, 'shown');
  return isLast || fresh.length === 0;
}

/** For a text that can't be followed, as when the style changes its letters: no line ends at a soft hyphen. */
function refuseAll(states: HyphenatedText['states']): boolean {
  const open = [...states].filter(([, state]) => state !== 'refused');
  for (const [at] of open) states.set(at, 'refused');
  return open.length > 0;
}

/** Indexes of the characters that end a line, the last line left out. Spaces are not counted, since the engine drops some. Undefined when the runs are not the text. */
function findLineEnds(text: string, runs: readonly MeasuredRun[]): ReadonlySet<number> | undefined {
  const visible = [...text.matchAll(/\S/g)].map(({ index }) => index);
  const counts = groupLines(runs).map((line) => line.reduce((sum, run) => sum + run.text.replace(/\s/g, '').length, 0));
  if (counts.reduce((sum, count) => sum + count, 0) !== visible.length) return undefined;
  let before = 0;
  const ends = counts.map((count) => visible[(before += count) - 1]);
  return new Set(ends.slice(0, -1).filter((end) => end !== undefined));
}

/** Runs come line by line; those of one line differ in height by their fonts, never by half a line. */
function groupLines(runs: readonly MeasuredRun[]): readonly (readonly MeasuredRun[])[] {
  const lines: MeasuredRun[][] = [];
  for (const run of runs) {
    const first = lines.at(-1)?.[0];
    if (first !== undefined && Math.abs(middleOf(run) - middleOf(first)) < Math.min(run.height, first.height) / 2) lines.at(-1)!.push(run);
    else lines.push([run]);
  }
  return lines;
}

function middleOf({ y, height }: MeasuredRun): number {
  return y + height / 2;
}
