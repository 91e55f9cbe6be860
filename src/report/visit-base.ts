import { join } from 'node:path';
import { reportBase } from '../diagnostics/report.ts';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Workspace } from '../project/workspace.ts';
import type { BaseReference } from './find-base.ts';
import { openBase } from './open-base.ts';
import { takeStock } from './take-stock.ts';
import type { Stock } from './take-stock.ts';

/** An earlier state, drawn, with its lock. */
export interface VisitedBase {
  readonly stock: Stock;
  readonly book: LockBook;
}

/** What is visited, from where. */
export interface Visit {
  readonly current: Workspace;
  readonly reference: BaseReference;
  readonly signal?: AbortSignal;
}

/**
 * Draws an earlier state of a project and hands it on; afterwards nothing is left of it but what the cache took.
 * @throws VisualsError `REPORT_REFERENCE`, `REPORT_BASE`
 */
export async function visitBase<Result>({ current, reference, signal }: Visit, use: (base: VisitedBase) => Promise<Result>): Promise<Result> {
  const base = await openBase(current, reference);
  const { workspace } = base;
  try {
    const stock = await takeBase(workspace, reference, signal);
    return await use({ stock, book: openLockBook(join(workspace.host.root, lockName)) });
  } finally {
    await base.close();
  }
}

async function takeBase(workspace: Workspace, { name }: BaseReference, signal: AbortSignal | undefined): Promise<Stock> {
  try {
    return await takeStock(workspace, { wanted: 'pixels', ...(signal && { signal }) });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    const codes = [...new Set(error.diagnostics.map(({ code }) => code))].join(', ');
    throw new VisualsError(reportBase({ reference: name, codes }), { cause: error });
  }
}
