import { loadBudouxSplitter, type BreakLanguage, type Splitter } from './load-budoux.ts';
import { scriptCodeOf } from './locale-facts.ts';

/** What the text is for. */
export interface BreakOptions {
  /** Whether Japanese and Chinese lines may end only between phrases, as suits headlines; `word-break: keep-all` stands beside it. */
  readonly phrases?: boolean;
}

const zeroWidthSpace = '\u200B';

/**
 * Marks by zero-width spaces where lines may end in scripts that are written without spaces: Thai (BudouX, whose model is part of this tool), Lao, Khmer and Burmese (words as this Node's ICU finds them), Japanese and Chinese phrases on demand.
 * Runs of other scripts, URLs and Latin words stay whole; a text that has zero-width spaces already is left as it is. For text that is already formatted: ICU syntax would be taken for words.
 */
export async function insertBreaks(text: string, locale: string, { phrases = false }: BreakOptions = {}): Promise<string> {
  if (text.includes(zeroWidthSpace)) return text;
  const script = scriptCodeOf(locale);
  const language = phraseLanguages.get(script);
  if (language !== undefined) return phrases ? insertPhraseBreaks(text, language) : text;
  const run = Object.hasOwn(scriptRuns, script) ? scriptRuns[script] : undefined;
  if (run === undefined || text.search(run) === -1) return text;
  const split = script === 'Thai' ? await loadBudouxSplitter('th') : splitWords(locale);
  return keepSigns(text).replaceAll(run, (words) => joinAllowed(words, split(words), mayEndWord));
}

/** A sign that repeats a word or cuts it short stays with it, also where a space stands before it, as Thai has it. */
function keepSigns(text: string): string {
  return text.replaceAll(/ (?=[\u0E2F\u0E46\u0EAF\u0EC6\u17D7])/g, '\u00A0');
}

/** Letters and marks of one script, without spaces and marks in between. */
const scriptRuns: { readonly [script: string]: RegExp } = {
  Thai: /\p{Script=Thai}+/gu,
  Laoo: /\p{Script=Lao}+/gu,
  Khmr: /\p{Script=Khmer}+/gu,
  Mymr: /\p{Script=Myanmar}+/gu,
};

function splitWords(locale: string): Splitter {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  return (text) => [...segmenter.segment(text)].map(({ segment }) => segment);
}

/** By the script of the locale: languages whose phrases BudouX knows. */
const phraseLanguages: ReadonlyMap<string, BreakLanguage> = new Map([
  ['Jpan', 'ja'],
  ['Hans', 'zh-Hans'],
  ['Hant', 'zh-Hant'],
]);

async function insertPhraseBreaks(text: string, language: BreakLanguage): Promise<string> {
  const split = await loadBudouxSplitter(language);
  return text.replaceAll(/\S+/gu, (words) => joinAllowed(words, split(words), mayEndPhrase));
}

/** Made once: it takes longer than what it is asked for. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Joins parts by zero-width spaces where the rule allows and no grapheme is cut. */
function joinAllowed(text: string, parts: readonly string[], mayEnd: (before: string, after: string) => boolean): string {
  const bounds = new Set([...graphemes.segment(text)].map(({ index }) => index));
  let index = 0;
  let joined = '';
  for (const part of parts) {
    const allowed = index > 0 && bounds.has(index) && mayEnd(text.slice(0, index), text.slice(index));
    joined += allowed ? zeroWidthSpace + part : part;
    index += part.length;
  }
  return joined;
}

/** No word starts with a repetition, an abbreviation mark, a vowel that follows its consonant, or a mark. */
function mayEndWord(_before: string, after: string): boolean {
  return !/^[\p{M}\u0E2F\u0E30\u0E32\u0E33\u0E45\u0E46\u0EAF\u0EB0\u0EB2\u0EB3\u0EC6\u17D4-\u17D6\u17D7\u104A\u104B]/u.test(after);
}

/** Neither within Latin words, numbers and URLs, nor before what must not start a line, nor behind what must not end one (JIS X 4051). */
function mayEndPhrase(before: string, after: string): boolean {
  if (/[!-~]$/.test(before) && /^[!-~]/.test(after)) return false;
  if (/[\u2066-\u2068]$/.test(before) || after.startsWith('\u2069')) return false;
  if (/^[\p{Pe}\p{Pf}\p{M}、。，．・：；？！?!.,:;ー～〜…‥％%°々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ]/u.test(after)) return false;
  return !/[\p{Ps}\p{Pi}¥$€£＄￥]$/u.test(before);
}
