import { shadowNone } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { openLockBook } from './lock/lock-book.ts';
import { lockName } from './lock/lock-file.ts';
import { assetOf, dropMoves, findMoves } from './lock/shadow-lines.ts';
import type { MoveLine } from './lock/shadow-lines.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { join } from 'node:path';

/** Whose shadow is to be forgotten. */
export interface DropOptions extends ProjectOptions {
  readonly asset: string;
  /** Only the shadow by this model. */
  readonly to?: string;
}

/** What the lock no longer says. */
export interface DropReport {
  readonly exit: number;
  /** Shadows, and swaps that were accepted: their art is asked of the config's model again. */
  readonly dropped: readonly MoveLine[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Forgets an asset's shadow, and takes back what was accepted of it. What was bought stays in lock and vault, so that asking for it again costs nothing. */
export async function dropShadow(options: DropOptions): Promise<DropReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => {
      const book = openLockBook(join(host.root, lockName));
      const dropped = findMoves(book.lines(), new Set([options.asset]), options.to);
      const known = [...new Set(findMoves(book.lines()).map(({ art }) => assetOf(art)))];
      if (dropped.length === 0) throw new VisualsError(shadowNone({ asset: options.asset, to: options.to, known }));
      book.revise((lines) => dropMoves(lines, dropped));
      return { exit: 0, dropped, diagnostics: [] };
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), dropped: [], diagnostics: error.diagnostics };
  }
}
