import { parentPort, workerData } from 'node:worker_threads';
import { VisualsError } from '../../model/diagnostic.ts';
import type { OcrCall, OcrReply } from './ocr-exchange.ts';
import { type Engines, openEngines } from './open-engines.ts';

const engines = openEngines((workerData as { readonly root: string }).root);
/** Engines hold one picture at a time: calls are made in the order in which they come. */
let last: Promise<unknown> = Promise.resolve();

parentPort?.on('message', ({ id, call }: { readonly id: number; readonly call: OcrCall }) => {
  last = last.then(() => answer(id, call));
});

async function answer(id: number, call: OcrCall): Promise<void> {
  parentPort?.postMessage(await perform(id, call));
}

async function perform(id: number, { name, parameters }: OcrCall): Promise<OcrReply> {
  try {
    const method = engines[name] as (...parameters: OcrCall['parameters']) => ReturnType<Engines[keyof Engines]>;
    return { id, result: await method(...parameters) };
  } catch (error) {
    if (error instanceof VisualsError) return { id, diagnostics: error.diagnostics };
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
