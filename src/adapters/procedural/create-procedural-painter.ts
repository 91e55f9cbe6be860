import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { VisualsError } from '../../model/diagnostic.ts';
import type { Raster } from '../../model/geometry.ts';
import type { ProceduralPainter, ProceduralRequest } from '../../spec/procedural-painter.ts';
import type { ProceduralReply } from './procedural-reply.ts';

/** Raised when a kind draws something else for the same request. */
const revision = 1;

/**
 * A painter that works in a thread of its own, so that layout and encoding go on meanwhile. The thread is a file of the package that lies beside this one's
 * bundle; from sources, where it isn't built, the calling thread paints the same pixels. The thread starts with the first request and keeps no process alive.
 */
export function createProceduralPainter(workerFile: URL = new URL('./procedural-worker.js', import.meta.url)): ProceduralPainter {
  let thread: PaintingThread | undefined;
  const paint = async (request: ProceduralRequest): Promise<Raster> => {
    if (existsSync(workerFile)) return (thread ??= startThread(workerFile, () => (thread = undefined))).paint(request);
    const { paintProcedure } = await import('./paint-procedure.ts');
    return paintProcedure(request);
  };
  return { version: `procedural ${revision}`, paint };
}

interface PaintingThread {
  paint(request: ProceduralRequest): Promise<Raster>;
}

interface Waiting {
  readonly resolve: (raster: Raster) => void;
  readonly reject: (error: Error) => void;
}

/** @param forget called when the thread is gone, so that a later request starts another */
function startThread(file: URL, forget: () => void): PaintingThread {
  const worker = new Worker(file, { env: {} });
  const waiting = new Map<number, Waiting>();
  let count = 0;
  const settle = (reply: ProceduralReply): void => {
    const request = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('raster' in reply) request?.resolve(reply.raster);
    else request?.reject('diagnostics' in reply ? new VisualsError(reply.diagnostics) : new Error(reply.failure));
  };
  const fail = (error: Error): void => {
    forget();
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', settle).on('error', fail);
  worker.on('exit', (code) => fail(new Error(`the painting thread ended with code ${code}`)));
  worker.unref();
  return {
    paint: (request) =>
      new Promise((resolve, reject) => {
        count += 1;
        waiting.set(count, { resolve, reject });
        worker.ref();
        worker.postMessage({ id: count, request });
      }),
  };
}
