import type { MeasuredNode, RenderNode } from '../spec/renderer.ts';
import { findLines, type MeasuredSlot } from './measure-slots.ts';
import { formatPath, replaceAt, replaceText, toWidth } from './slot-document.ts';

/** Widths that are tried for each text, from even lines to the longest: the steps are about a hundredth of a line. */
const candidateCount = 16;

/** A text to balance, and the widths to try. */
interface Candidate {
  readonly measured: MeasuredSlot;
  readonly widths: readonly number[];
}

/**
 * Breaks texts of several lines so that the lines are about equally long, in as many lines as before. All widths are tried in one layout: the element holds its words
 * once for each. The result is text with line breaks, not a narrower box, so that alignment and grounds stay as they are.
 * @param root the tree, with its font sizes
 * @returns path of the element → text with line breaks, for texts of several lines
 */
export async function balanceLines(
  root: RenderNode,
  slots: readonly MeasuredSlot[],
  layout: (root: RenderNode) => Promise<MeasuredNode>,
): Promise<ReadonlyMap<string, string>> {
  const candidates = slots.filter(({ element, lines }) => element.isBlock && lines.length > 1 && !element.text.includes('\n')).map(createCandidate);
  if (candidates.length === 0) return new Map();
  const tree = candidates.reduce(
    (node, { measured, widths }) => replaceAt(node, measured.element.path, (element) => replaceText(element, widths.map(toWidth))),
    root,
  );
  const result = await layout(tree);
  return new Map(candidates.map((candidate) => readBreaks(candidate, result)).filter((breaks) => breaks !== undefined));
}

/** From lines of equal length up to the longest that there is. */
function createCandidate(measured: MeasuredSlot): Candidate {
  const widths = measured.lines.map(({ width }) => width);
  const longest = Math.max(...widths);
  const even = widths.reduce((sum, width) => sum + width, 0) / widths.length;
  return { measured, widths: Array.from({ length: candidateCount }, (_, step) => even + ((longest - even) * step) / candidateCount) };
}

function readBreaks({ measured, widths }: Candidate, root: MeasuredNode): readonly [string, string] | undefined {
  const { element, lines, fontSize } = measured;
  const node = element.path.reduce<MeasuredNode | undefined>((found, index) => found?.children[index], root);
  const tries = widths.map((width, index) => ({ width, tried: findLines(node?.children[index]?.runs ?? [], fontSize) }));
  const evenest = tries.find(({ width, tried }) => tried.length === lines.length && tried.every((line) => line.width <= width + 1))?.tried ?? lines;
  const text = breakText(
    element.text,
    evenest.map(({ length }) => length),
  );
  return text === undefined ? undefined : [formatPath(element.path), joinLastWord(text)];
}

/** Breaks a line within a paragraph. A line feed would end the paragraph, and with it every isolate that is open: words of the other direction would change their order. */
const lineSeparator = '\u2028';

/** The text with a line break after each line as measured; undefined when the lines are not the whole text, as when the style changes letters. */
export function breakText(text: string, lengths: readonly number[]): string | undefined {
  if (lengths.reduce((sum, length) => sum + length, 0) !== text.length) return undefined;
  let start = 0;
  const lines = lengths.map((length) => text.slice(start, (start += length)).trim());
  return lines.join(lineSeparator);
}

/** Gives a word that ends a text alone the last word of the line above, where that one stays the longer: a line further up keeps a box so wide that its width alone makes no line even. */
function joinLastWord(broken: string): string {
  const lines = broken.split(lineSeparator);
  const [before = '', last = ''] = lines.slice(-2);
  const space = before.lastIndexOf(' ');
  const joined = `${before.slice(space + 1)} ${last}`;
  if (lines.length < 3 || last.includes(' ') || space < joined.length) return broken;
  return [...lines.slice(0, -2), before.slice(0, space), joined].join(lineSeparator);
}
