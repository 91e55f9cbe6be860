import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTextReader } from '../../src/adapters/ocr/create-text-reader.ts';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import { checkUnwantedText } from '../../src/checks/check-unwanted-text.ts';
import { judgeWords, type WordVerdict } from '../../src/checks/check-wanted-text.ts';
import type { ProceduralKind } from '../../src/model/config.ts';
import type { Raster } from '../../src/model/geometry.ts';
import type { TextReader } from '../../src/spec/text-reader.ts';
import { drawPlate, drawWords } from './draw-words.ts';
import { type WordCase, wordCases } from './ocr-cases.ts';

/** What is rated, and how it is told. */
export interface RateOptions {
  readonly root: string;
  /** Folder whose packages come first. */
  readonly data: string;
  readonly isVerbose: boolean;
  /** A language, or `plates`. */
  readonly only: string | undefined;
  readonly print: (line: string) => void;
}

/** Draws every case, checks it, and prints the rates by language. */
export async function rateTextChecks(options: RateOptions): Promise<void> {
  const reader = createTextReader(options.data);
  try {
    const locales = [...new Set(wordCases.map(({ locale }) => locale))].filter((locale) => (options.only ?? locale) === locale);
    for (const locale of locales) await rateLocale(locale, reader, options);
    if ((options.only ?? 'plates') === 'plates') await ratePlates(reader, options);
  } finally {
    await reader.close();
  }
}

async function rateLocale(locale: string, reader: TextReader, options: RateOptions): Promise<void> {
  const { status, command } = await reader.support(locale, '');
  if (status === 'absent') return options.print(`${locale}: not installed (${command})`);
  const cases = wordCases.filter((each) => each.locale === locale);
  const right: Verdict[] = [];
  const wrong: Verdict[] = [];
  for (const each of cases) {
    right.push(await judgeCase(each, each.words, reader, options));
    for (const words of each.wrong) wrong.push(await judgeCase(each, words, reader, options));
  }
  const count = (list: readonly Verdict[], verdict: Verdict): number => list.filter((each) => each === verdict).length;
  const describe = (list: readonly Verdict[]): string => `${count(list, 'match')} match, ${count(list, 'mismatch')} mismatch, ${count(list, 'unsure')} unsure`;
  options.print(`${locale}: ${right.length} right: ${describe(right)}; ${wrong.length} wrong: ${describe(wrong)}`);
}

type Verdict = WordVerdict['verdict'];

async function judgeCase(given: WordCase, words: readonly string[], reader: TextReader, { root, isVerbose, print }: RateOptions): Promise<Verdict> {
  const { locale, backdrop } = given;
  const picture = await drawWords(root, { ...given, words, ...(backdrop && { plate: await drawPlate(backdrop, 3) }) });
  const verdicts = await judgeWords({ picture, words: given.words, locale, reader });
  if (isVerbose) for (const each of verdicts) print(`  ${each.verdict} ${each.wanted} | ${each.read} | ${each.confidence.toFixed(2)} ${each.reason}`);
  if (verdicts.some(({ verdict }) => verdict === 'mismatch')) return 'mismatch';
  return verdicts.some(({ verdict }) => verdict === 'unsure') ? 'unsure' : 'match';
}

const kinds: readonly ProceduralKind[] = ['mesh-gradient', 'flow-field', 'tiling', 'halftone', 'topographic', 'grain'];

async function ratePlates(reader: TextReader, options: RateOptions): Promise<void> {
  const clean: readonly (readonly [string, Raster])[] = await listCleanPlates(options.root);
  const flagged = await countFlagged(clean, reader, options);
  const stray = await listStrayPlates(options.root);
  const caught = await countFlagged(stray, reader, options);
  options.print(`plates without text: ${flagged} of ${clean.length} flagged; plates with stray text: ${caught} of ${stray.length} caught`);
}

async function countFlagged(plates: readonly (readonly [string, Raster])[], reader: TextReader, { isVerbose, print }: RateOptions): Promise<number> {
  let count = 0;
  for (const [name, plate] of plates) {
    const found = await checkUnwantedText({ plate, reader });
    if (isVerbose) print(`  ${name}: ${found.map(({ measured, region }) => `${measured} ${region?.width}×${region?.height}`).join(', ') || 'nothing'}`);
    if (found.length > 0) count += 1;
  }
  return count;
}

async function listCleanPlates(root: string): Promise<readonly (readonly [string, Raster])[]> {
  const drawn: [string, Raster][] = [];
  for (const kind of kinds) for (let seed = 1; seed <= 8; seed += 1) drawn.push([`${kind} ${seed}`, await drawPlate(kind, seed)]);
  const codec = createSharpCodec();
  for (const name of ['formats', 'colour-cards', 'plate', 'mark-light']) {
    const png = await codec.fit(readFileSync(join(root, 'art', `${name}.svg`)), {
      width: 1080,
      height: 720,
      fit: 'contain',
      focus: { x: 0.5, y: 0.5 },
      mirror: false,
    });
    drawn.push([name, await codec.decode(png)]);
  }
  return drawn;
}

/** Words such as models leave in pictures: signs, labels, nonsense. */
async function listStrayPlates(root: string): Promise<readonly (readonly [string, Raster])[]> {
  const stray = ['SALE', 'Lorem ipsum', 'Cofee', 'OPEN 24', 'Bxrtlay & Snos', 'a small caption', 'Ω 3', 'EXIT'];
  const list: [string, Raster][] = [];
  for (const [index, words] of stray.entries()) {
    const kind = kinds[index % kinds.length]!;
    const plate = await drawPlate(kind, index + 5);
    const look = { ink: index % 2 === 0 ? '#ffffff' : '#101510', fontSize: [64, 40, 28, 22][index % 4]!, turn: (index % 3) * 6 - 6 };
    list.push([`${words} on ${kind}`, await drawWords(root, { words: [words], locale: 'en', font: 'inter/600SemiBold', plate, ...look })]);
  }
  return list;
}
