import { batchNone, batchUnreached } from './diagnostics/batch.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { locateBatch } from './engine/locate-batch.ts';
import type { BatchWhereabouts } from './engine/locate-batch.ts';
import type { Journal, PendingBatch } from './lock/journal.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { openBatchServices } from './project/open-batch-services.ts';
import { openJournalOf } from './project/open-paid-art.ts';
import { openWorkspace } from './project/workspace.ts';
import type { BatchService } from './spec/batch-service.ts';
import { SendError } from './spec/generator.ts';

/** Which batch is cancelled. */
export interface CancelOptions extends ProjectOptions {
  /** As `visuals batch status` lists it, or as much of its beginning as is its alone. */
  readonly batch: string;
}

/** What became of the batch. */
export interface CancelReport {
  readonly exit: number;
  /** Absent where it could not be cancelled. `status` is the provider's word. */
  readonly cancelled?: { readonly batch: string; readonly status: string };
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Asks the provider to stop a batch. What is done by then is billed, and the next build collects it like that of any other batch; the rest is not billed. A batch that is over
 * already is left as it is.
 */
export async function cancelBatch(options: CancelOptions): Promise<CancelReport> {
  const host = describeHost(options);
  const signal = options.signal ?? new AbortController().signal;
  try {
    const { note } = findBatch(options.batch, openJournalOf(host.root));
    const { find, diagnostics } = await openBatchServices(openWorkspace(host, undefined));
    const service = find(note.generator);
    const where = await locateBatch(note, service, { clock: host.clock, signal });
    if (where.kind !== 'there') throw new VisualsError([...diagnostics, { ...unreached(note.batch, where), severity: 'error', exit: 1 }]);
    const { status } = where.state.phase === 'working' ? await stop(where.state.id, note.batch, service!, signal) : where.state;
    return { exit: 0, cancelled: { batch: note.batch, status }, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

function findBatch(written: string, journal: Journal): PendingBatch {
  const batches = journal.batches().filter(({ lines }) => lines.length > 0);
  const [match, ...more] = batches.filter(({ note }) => note.batch.startsWith(written));
  if (match !== undefined && more.length === 0) return match;
  const known = batches.map(({ note }) => note.batch);
  throw new VisualsError(batchNone({ batch: written, known, matches: more.length + (match === undefined ? 0 : 1) }));
}

function unreached(batch: string, where: Exclude<BatchWhereabouts, { kind: 'there' }>): Diagnostic {
  const message = 'message' in where ? where.message : 'the provider does not have it';
  return batchUnreached({ batch, message });
}

async function stop(id: string, batch: string, service: BatchService, signal: AbortSignal): Promise<{ readonly status: string }> {
  try {
    return await service.cancel(id, signal);
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    throw new VisualsError({ ...batchUnreached({ batch, message: error.message }), severity: 'error', exit: 1 });
  }
}
