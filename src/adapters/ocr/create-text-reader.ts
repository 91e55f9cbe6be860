import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { VisualsError } from '../../model/diagnostic.ts';
import type { TextReader } from '../../spec/text-reader.ts';
import type { OcrReply } from './ocr-exchange.ts';
import { type Engines, openEngines } from './open-engines.ts';
import { detectorVersion } from './ppocr/open-ppocr.ts';

/**
 * A reader that works in a thread of its own, since a line takes a tenth of a second and the engines give their memory back only with their thread. The thread
 * is a file of the package that lies beside this one's bundle; from sources, where it isn't built, the calling thread reads the same. It starts with the first
 * call and keeps no process alive.
 * @param root the project's root, absolute: where the optional packages are looked for first
 */
export function createTextReader(root: string, workerFile: URL = new URL('./ocr-worker.js', import.meta.url)): TextReader {
  let opened: OpenReader | undefined;
  const forget = (lost: OpenReader): void => {
    if (opened === lost) opened = undefined;
  };
  const start = (): OpenReader => (existsSync(workerFile) ? startThread(workerFile, root, forget) : { engines: openEngines(root), end: async () => {} });
  const open = (): Engines => (opened ??= start()).engines;
  return {
    detectorVersion,
    detect: (raster) => open().detect(raster),
    findMissing: (locales) => open().findMissing(locales),
    support: (locale, text) => open().support(locale, text),
    read: (raster, line, engine) => open().read(raster, line, engine),
    close: async () => {
      const { end } = opened ?? {};
      opened = undefined;
      await end?.();
    },
  };
}

interface OpenReader {
  readonly engines: Engines;
  readonly end: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** @param forget called when the thread is gone, so that a later call starts another */
function startThread(file: URL, root: string, forget: (lost: OpenReader) => void): OpenReader {
  const worker = new Worker(file, { env: {}, workerData: { root } });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  const fail = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', (reply: OcrReply) => {
    settle(reply, waiting.get(reply.id));
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
  });
  worker.unref();
  const call = (name: keyof Engines, parameters: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      worker.ref();
      worker.postMessage({ id: count, call: { name, parameters } });
    });
  const end = async (): Promise<void> => {
    fail(new Error('the reader of text was closed'));
    await worker.terminate();
  };
  const reader: OpenReader = { engines: createProxy(call), end };
  const lose = (error: Error): void => {
    forget(reader);
    fail(error);
  };
  worker.on('error', lose).on('exit', (code) => lose(new Error(`the reading thread ended with code ${code}`)));
  return reader;
}

function settle(reply: OcrReply, request: Waiting | undefined): void {
  if ('result' in reply) request?.resolve(reply.result);
  else request?.reject('diagnostics' in reply ? new VisualsError(reply.diagnostics) : new Error(reply.failure));
}

function createProxy(call: (name: keyof Engines, parameters: readonly unknown[]) => Promise<unknown>): Engines {
  const forward = <Name extends keyof Engines>(name: Name) => ((...parameters: unknown[]) => call(name, parameters)) as Engines[Name];
  return { findMissing: forward('findMissing'), detect: forward('detect'), support: forward('support'), read: forward('read') };
}
