import type { Observation } from '../model/finding.ts';
import type { Raster } from '../model/geometry.ts';
import type { ReadingSupport, TextLine, TextReader } from '../spec/text-reader.ts';
import { compareWords, foldText, type WordComparison } from './compare-words.ts';

/** Raised when the same picture may get another verdict. */
export const wantedTextVersion = '1';

/** A picture that a model drew words into, and the words of the copy. */
export interface WantedText {
  /** The art, before it is cropped for a card. */
  readonly picture: Raster;
  /** Formatted messages, in this language. */
  readonly words: readonly string[];
  readonly locale: string;
  readonly reader: TextReader;
}

/** Whether a picture reads as it should. `unsure`: a person has to look. */
export type WordVerdict = WordComparison & { readonly verdict: 'match' | 'mismatch' | 'unsure'; readonly reason: string };

/**
 * Words in a picture are those of the copy. A mismatch is an observation that may fail a build; what no engine can vouch for is a mild one, for a person to
 * look at.
 * @throws VisualsError `OCR_MISSING`, `OCR_MODEL_MISMATCH`
 */
export async function checkWantedText(wanted: WantedText): Promise<readonly Observation[]> {
  return (await judgeWords(wanted)).flatMap(describeVerdict);
}

/** The verdict on each of the words, in their order. */
export async function judgeWords({ picture, words, locale, reader }: WantedText): Promise<readonly WordVerdict[]> {
  const support = await reader.support(locale, words.map(foldText).join(''));
  if (support.status === 'unreliable') return words.map((word) => leaveToPerson(word, 'no engine reads this script reliably'));
  if (support.status === 'absent') return words.map((word) => leaveToPerson(word, `what reads ${locale} is not installed (${support.command})`));
  const lines = [];
  for (const line of sortForReading(await reader.detect(picture), locale)) lines.push({ line, reading: await reader.read(picture, line, support.engine) });
  const { words: compared } = compareWords(
    words.map((word) => dropLetters(word, support.unreadable)),
    lines,
  );
  return compared.map((comparison, index) => judge({ ...comparison, wanted: words[index]! }, support));
}

function leaveToPerson(wanted: string, reason: string): WordVerdict {
  return { wanted, verdict: 'unsure', reason, isFound: false, read: '', confidence: 0, distance: 0 };
}

function dropLetters(word: string, letters: readonly string[]): string {
  return [...foldText(word)].filter((letter) => !letters.includes(letter)).join('');
}

/** A letter that the engine lacks is left out of its reading, or read as one that resembles it: so many letters more say nothing. */
function judge(comparison: WordComparison, { decisive, unreadable }: ReadingSupport): WordVerdict {
  const unknown = [...foldText(comparison.wanted)].filter((letter) => unreadable.includes(letter)).length;
  if (unknown > 0 && comparison.distance <= unknown) return { ...comparison, verdict: 'unsure', reason: `the engine does not know ${unreadable.join(' ')}` };
  if (comparison.isFound) return { ...comparison, verdict: 'match', reason: '' };
  if (comparison.confidence >= decisive) return { ...comparison, verdict: 'mismatch', reason: '' };
  return { ...comparison, verdict: 'unsure', reason: `${JSON.stringify(comparison.read)} was read, but not clearly` };
}

/** Lines that overlap by half of their height stand in one row; rows go from top to bottom, and each in the direction of the language. */
function sortForReading(lines: readonly TextLine[], locale: string): readonly TextLine[] {
  const rows: TextLine[][] = [];
  for (const line of lines.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1);
    if (row && Math.abs(line.y - row[0]!.y) < Math.min(line.height, row[0]!.height) / 2) row.push(line);
    else rows.push([line]);
  }
  const direction = ['Hebr', 'Arab', 'Thaa', 'Syrc'].includes(new Intl.Locale(locale).maximize().script ?? '') ? -1 : 1;
  return rows.flatMap((row) => row.toSorted((a, b) => (a.x - b.x) * direction));
}

function describeVerdict({ verdict, wanted, read, region, reason, confidence, distance }: WordVerdict): readonly Observation[] {
  const measured = { limit: wanted, measured: read, ...(region && { region }), notes: { confidence: Math.round(confidence * 100) / 100, distance } };
  if (verdict === 'match') return [];
  if (verdict === 'unsure') {
    const message = `nobody has checked that the picture reads ${JSON.stringify(wanted)}: ${reason}`;
    return [{ message, fix: 'Let somebody who reads the language look at it, and approve it with `visuals approve`.', mild: true, ...measured }];
  }
  const message = `the picture should read ${JSON.stringify(wanted)}, and reads ${read === '' ? 'nothing like it' : JSON.stringify(read)}`;
  return [
    {
      message,
      fix: 'Give a picture that does: another candidate (`visuals pick`), another purchase (`visuals regenerate`) or another file; or draw the words in a text slot.',
      ...measured,
    },
  ];
}
