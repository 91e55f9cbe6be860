import type { MeasuredCard } from './measure-slots.ts';
import { formatPath, type SlotElement } from './slot-document.ts';

/** Path of an element → what is left of its text. */
export type ClippedTexts = ReadonlyMap<string, string>;

/** Texts that may be cut, and a way to see what comes of it. */
export interface ClipRequest {
  readonly elements: readonly SlotElement[];
  /** Stands where the text breaks off. */
  readonly ellipsis: string;
  readonly attempt: (clippedTexts: ClippedTexts) => Promise<MeasuredCard>;
}

/** Cuts each text whose own lines or widths are too many at the last word at which they are not, all in the same layouts. A text of one word stays as it is. */
export async function clipOwnTexts({ elements, ellipsis, attempt }: ClipRequest, failing: MeasuredCard): Promise<ClippedTexts> {
  const wrong = listOwnPaths(failing);
  const open = elements.flatMap((element) => {
    const path = formatPath(element.path);
    const cuts = wrong.has(path) ? listCuts(element.text) : [];
    return cuts.length === 0 ? [] : [{ path, text: element.text, cuts, good: 0, bad: cuts.length }];
  });
  const at = (middle: (range: (typeof open)[number]) => number): ClippedTexts =>
    new Map(open.map((range) => [range.path, cutText(range.text, range.cuts[middle(range)]!, ellipsis)]));
  const middleOf = ({ good, bad }: { good: number; bad: number }): number => (bad - good > 1 ? Math.floor((good + bad) / 2) : good);
  while (open.some(({ good, bad }) => bad - good > 1)) {
    const still = listOwnPaths(await attempt(at(middleOf)));
    for (const range of open) {
      if (range.bad - range.good <= 1) continue;
      if (still.has(range.path)) range.bad = middleOf(range);
      else range.good = middleOf(range);
    }
  }
  return at(({ good }) => good);
}

/** Steps between whole texts and first words. */
const shareSteps = 32;

/** Cuts all texts that may be cut to the same share of their words, as little as will do; to their first words when nothing will. */
export async function clipTogether({ elements, ellipsis, attempt }: ClipRequest, clipped: ClippedTexts): Promise<ClippedTexts> {
  const texts = elements.map((element) => {
    const path = formatPath(element.path);
    const known = clipped.get(path);
    const cuts = listCuts(element.text).filter((end) => known === undefined || cutText(element.text, end, ellipsis).length <= known.length);
    return { path, text: element.text, cuts, known };
  });
  const at = (step: number): ClippedTexts =>
    new Map(
      texts.flatMap(({ path, text, cuts, known }) => {
        const kept = Math.ceil((cuts.length * step) / shareSteps) - 1;
        const left = cuts.length === 0 || step === shareSteps ? known : cutText(text, cuts[Math.max(0, kept)]!, ellipsis);
        return left === undefined ? [] : [[path, left] as const];
      }),
    );
  let [good, bad] = [0, shareSteps];
  while (bad - good > 1) {
    const step = Math.floor((good + bad) / 2);
    if ((await attempt(at(step))).problems.length === 0) good = step;
    else bad = step;
  }
  return at(good);
}

function listOwnPaths({ problems }: MeasuredCard): ReadonlySet<string> {
  return new Set(problems.filter(({ isOwn }) => isOwn).map(({ measured }) => formatPath(measured.element.path)));
}

/** Between words, and where breaks are marked; not at a space that keeps its neighbours together. */
const wordEnd = /(?<=[^\s\u200B])(?=(?:[^\S\u00A0\u2007\u202F]|\u200B)+[^\s\u200B])/gu;
/** Between letters of scripts that are written without spaces. */
const letterEnd = /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー。、])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/gu;

/** Where a text may be cut, in UTF-16 units from its start, shortest first. Where phrases are marked, they stay whole. */
export function listCuts(text: string): readonly number[] {
  const words = [...text.matchAll(wordEnd)].map(({ index }) => index);
  if (text.includes('\u200B')) return words;
  return [...new Set([...words, ...[...text.matchAll(letterEnd)].map(({ index }) => index)])].toSorted((a, b) => a - b);
}

/** The text up to a cut, with an ellipsis in place of the punctuation that would stand before it. Isolates that are cut are closed. */
export function cutText(text: string, end: number, ellipsis: string): string {
  const kept = text.slice(0, end).replace(/[\p{Pd}\p{Ps}\p{Pi},.;:!?،؛、。，：；\s\u200B\u2060]+$/u, '');
  const open = [...kept.matchAll(/[\u2066-\u2068]/g)].length - [...kept.matchAll(/\u2069/g)].length;
  return `${kept}${'\u2069'.repeat(Math.max(0, open))}${ellipsis}`;
}
