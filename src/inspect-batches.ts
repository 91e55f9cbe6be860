import { findWorstExit } from './diagnostics/worst-exit.ts';
import { sumReserved } from './engine/collect-batches.ts';
import { locateBatch } from './engine/locate-batch.ts';
import type { BatchWhereabouts } from './engine/locate-batch.ts';
import type { PendingBatch } from './lock/journal.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { openBatchServices } from './project/open-batch-services.ts';
import { openJournalOf } from './project/open-paid-art.ts';
import { openWorkspace } from './project/workspace.ts';

/** A batch of which something is awaited. */
export interface BatchView {
  /** Our name for it. */
  readonly batch: string;
  /** When it was ordered, as ISO 8601. */
  readonly at: string;
  readonly pictures: number;
  /** US dollars at worst. */
  readonly high: number;
  /** What is ordered, by `asset/slot`. */
  readonly arts: readonly { readonly art: string; readonly pictures: number }[];
  readonly where: BatchWhereabouts;
}

/** What waits in batches. */
export interface BatchReport {
  readonly exit: number;
  readonly batches: readonly BatchView[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Tells how far the batches are of which something is awaited. Asks the provider, and changes nothing: a build collects. */
export async function inspectBatches(options: ProjectOptions = {}): Promise<BatchReport> {
  const host = describeHost(options);
  const pending = openJournalOf(host.root)
    .batches()
    .filter(({ lines }) => lines.length > 0);
  if (pending.length === 0) return { exit: 0, batches: [], diagnostics: [] };
  const { find, diagnostics } = await openBatchServices(openWorkspace(host, undefined));
  const signal = options.signal ?? new AbortController().signal;
  const asked = pending.map(async (batch) => describeBatch(batch, await locateBatch(batch.note, find(batch.note.generator), { clock: host.clock, signal })));
  return { exit: findWorstExit(diagnostics), batches: await Promise.all(asked), diagnostics };
}

function describeBatch({ note, lines }: PendingBatch, where: BatchWhereabouts): BatchView {
  const arts = [...new Set(lines.map(({ intent }) => intent.art))].map((art) => ({
    art,
    pictures: countPictures(lines.filter(({ intent }) => intent.art === art)),
  }));
  return { batch: note.batch, at: note.at, pictures: countPictures(lines), high: sumReserved(lines), arts, where };
}

function countPictures(lines: PendingBatch['lines']): number {
  return lines.reduce((sum, { intent }) => sum + intent.count, 0);
}
