import { parentPort } from 'node:worker_threads';
import { VisualsError } from '../../model/diagnostic.ts';
import type { ProceduralRequest } from '../../spec/procedural-painter.ts';
import { paintProcedure } from './paint-procedure.ts';
import type { ProceduralReply } from './procedural-reply.ts';

/** The thread that paints: takes requests, hands pixels over without copying them. */
parentPort?.on('message', ({ id, request }: { readonly id: number; readonly request: ProceduralRequest }) => {
  try {
    const raster = paintProcedure(request);
    const reply: ProceduralReply = { id, raster };
    parentPort?.postMessage(reply, [raster.data.buffer as ArrayBuffer]);
  } catch (error) {
    const reply: ProceduralReply =
      error instanceof VisualsError
        ? { id, diagnostics: error.diagnostics }
        : { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    parentPort?.postMessage(reply);
  }
});
