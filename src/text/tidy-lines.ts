import type { TextSlot } from '../model/template.ts';
import type { MeasuredNode, RenderNode } from '../spec/renderer.ts';
import { findLines, type MeasuredSlot } from './measure-slots.ts';
import { replaceAt, replaceText, toWidth } from './slot-document.ts';

/** A last line below this share of the longest is a stub: one short word, or two or three square characters. */
const stubShare = 1 / 3;
/** Lines that are made even and differ by more than this have a hole beside them. */
const unevenShare = 1 / 2;
/** A text may give this share of its size for better lines: as much as nobody misses between two cards. */
const givenShare = 1 / 8;

/** Whether a text's lines are asked to be tidy: headlines and body by default, and in one piece, so that its lines can be broken anew. */
export function wantsTidy({ role, tidy }: TextSlot, { element: { isBlock, text } }: MeasuredSlot): boolean {
  return isBlock && (tidy ?? (role === 'headline' || role === 'body')) && !/[\n\u2028]/.test(text);
}

/** Whether a text is balanced wherever it has several lines. */
export function isBalanced({ role, balance }: TextSlot): boolean {
  return balance ?? role === 'headline';
}

/** Whether the last line of a text holds so little that it looks lost. */
export function endsInStub({ lines }: MeasuredSlot): boolean {
  const last = lines.at(-1);
  return lines.length > 1 && last !== undefined && last.width < stubShare * widestOf(lines);
}

/** Whether a designer would set a text anew: it ends in a stub or, where lines are made even, one of them is less than half of another. */
export function isUntidy(slot: TextSlot, measured: MeasuredSlot): boolean {
  return endsInStub(measured) || (isBalanced(slot) && measured.lines.some(({ width }) => width < unevenShare * widestOf(measured.lines)));
}

function widestOf(lines: MeasuredSlot['lines']): number {
  return Math.max(...lines.map(({ width }) => width));
}

/** The smallest size, in whole pixels, that a text of a size may be set in for better lines. */
export function leastOf(fontSize: number): number {
  return Math.ceil(fontSize * (1 - givenShare));
}

/**
 * The sizes that may mend a text's lines, largest first: from its own down to the least, those at which words first fall into other lines than at the size above. All are
 * tried in one layout. A smaller size in the same box breaks like the same size in a wider one, so the element holds its words once for each width.
 * @param root the tree, with its font sizes
 * @param least in whole pixels, like the sizes that are given back
 */
export async function findTidierSizes(
  root: RenderNode,
  { element, fontSize, contentWidth, lines }: MeasuredSlot,
  least: number,
  layout: (root: RenderNode) => Promise<MeasuredNode>,
): Promise<readonly number[]> {
  if (contentWidth === undefined || least >= fontSize) return [];
  const sizes = Array.from({ length: fontSize - least }, (_, index) => fontSize - 1 - index);
  const widths = sizes.map((size) => toWidth((contentWidth * fontSize) / size));
  const measured = await layout(replaceAt(root, element.path, (node) => replaceText(node, widths)));
  const node = element.path.reduce<MeasuredNode | undefined>((found, index) => found?.children[index], measured);
  const breaks = [lines, ...sizes.map((_, index) => findLines(node?.children[index]?.runs ?? [], fontSize))].map(formatBreaks);
  return sizes.filter((_, index) => breaks[index + 1] !== breaks[index]);
}

function formatBreaks(lines: MeasuredSlot['lines']): string {
  return lines.map(({ length }) => length).join();
}
