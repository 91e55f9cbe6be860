import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Raster } from '../../../model/geometry.ts';
import type { Reading, TextLine } from '../../../spec/text-reader.ts';
import { cropLine } from '../crop-line.ts';
import { findPart, requirePart } from '../locate-part.ts';
import type { GreyImage } from '../pixels.ts';

/** The part of Tesseract's programming interface that is used here (`baseapi.h`), as its WebAssembly build has it. */
interface TesseractApi {
  Init(folder: null, language: string, engine: number, configuration: string): number;
  SetVariable(name: string, value: string): boolean;
  SetImageFile(orientation: number, angle: number): number;
  Recognize(monitor: null): number;
  GetUTF8Text(): string;
  MeanTextConf(): number;
}

interface TesseractModule {
  readonly TessBaseAPI: new () => TesseractApi;
  readonly FS: { writeFile(path: string, bytes: Uint8Array | string): void };
}

type CreateModule = (options: { readonly print: () => void; readonly printErr: () => void }) => Promise<TesseractModule>;

/** Raised when the same data is handed something else. */
const revision = 1;

/** The word lists are left out: they would turn a misspelt word into the right one. */
const configuration = ['load_system_dawg 0', 'load_freq_dawg 0', 'load_punc_dawg 0', 'load_number_dawg 0', 'load_bigram_dawg 0', ''].join('\n');

/** Whole lines by Tesseract's LSTM engine. */
export interface Tesseract {
  read(raster: Raster, line: TextLine, data: string): Promise<Reading>;
}

/**
 * The engine and the data of each language are loaded when they are first used.
 * @param root the project's root, from where the packages are looked for
 */
export function openTesseract(root: string): Tesseract {
  const engines = new Map<string, Promise<Engine>>();
  const open = (data: string): Promise<Engine> => {
    const engine = engines.get(data) ?? createEngine(root, data);
    engines.set(data, engine);
    return engine;
  };
  return { read: async (raster, line, data) => readLine(await open(data), raster, line) };
}

/** What installs the engine and the data of a language. */
export function formatTesseractCommand(data: string): string {
  return `npm install --save-dev tesseract.js @tesseract.js-data/${data}`;
}

/** Versions of the engine and digest of the data; undefined when either is not installed. */
export async function findTesseractVersion(root: string, data: string): Promise<string | undefined> {
  const engine = findPart('tesseract.js', root);
  const file = locateData(root, data);
  if (engine === undefined || file === undefined) return undefined;
  const { version } = engine.enter('tesseract.js').load('tesseract.js-core/package.json') as { readonly version: string };
  const digest = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return `tesseract ${version}, ${data} ${digest.slice(0, 16)}, ${revision}`;
}

/** The `best_int` data lies beside the older one that the package names. */
function locateData(root: string, data: string): string | undefined {
  const name = `@tesseract.js-data/${data}`;
  const part = findPart(name, root);
  return part && join(dirname(part.resolve(name)), '4.0.0_best_int', `${data}.traineddata.gz`);
}

interface Engine {
  readonly module: TesseractModule;
  readonly api: TesseractApi;
}

/**
 * Takes the build with fixed-width vectors, on every machine: the one with relaxed vectors, which newer versions of Node could run, may round differently on
 * each processor. The library's own loader is passed by, since it would choose by machine, read a file of the working folder as cache, and ask the network for
 * what is missing.
 */
async function createEngine(root: string, data: string): Promise<Engine> {
  const part = requirePart('tesseract.js', root, formatTesseractCommand(data)).enter('tesseract.js');
  requirePart(`@tesseract.js-data/${data}`, root, formatTesseractCommand(data));
  const createModule = part.load('tesseract.js-core/tesseract-core-simd-lstm') as CreateModule;
  const silent = (): void => {};
  const module = await createModule({ print: silent, printErr: silent });
  module.FS.writeFile(`${data}.traineddata`, gunzipSync(await readFile(locateData(root, data)!)));
  module.FS.writeFile('/configuration', configuration);
  const api = new module.TessBaseAPI();
  if (api.Init(null, data, lstmOnly, '/configuration') !== 0) throw new Error(`Tesseract refused the data of ${data}`);
  api.SetVariable('tessedit_pageseg_mode', singleLine);
  api.SetVariable('user_defined_dpi', '300');
  return { module, api };
}

const lstmOnly = 1;
const singleLine = '7';

async function readLine({ module, api }: Engine, raster: Raster, line: TextLine): Promise<Reading> {
  const grey = cropLine(raster, line, { height: 64, mostWidth: 4096, growth: 0.15, margin: 0.2 });
  module.FS.writeFile('/input', formatPgm(grey));
  if (api.SetImageFile(1, 0) !== 0 || api.Recognize(null) !== 0) throw new Error('Tesseract refused a line');
  return { text: api.GetUTF8Text().trim(), confidence: api.MeanTextConf() / 100 };
}

/** The plainest picture format there is: a header in ASCII, then a byte a pixel (Netpbm, PGM, P5). */
function formatPgm({ width, height, data }: GreyImage): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + data.length);
  bytes.set(header);
  for (const [index, value] of data.entries()) bytes[header.length + index] = Math.round(value);
  return bytes;
}
