import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choiceConflict } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { compareCodeUnits } from './keys/canonical.ts';
import type { LockLine } from './lock/lock-file.ts';
import { hasConflict, lockName, parseLock, resolveConflicts, writeLock } from './lock/lock-file.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { addTo } from './model/group-by.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';

/** What a lock holds after both sides of a merge were united. */
export interface ResolveReport {
  readonly exit: number;
  /** Whether there were markers of a conflict. */
  readonly conflicted: boolean;
  /** Bought pictures in the lock now. */
  readonly pictures: number;
  /** Art for which each side chose another picture: a person decides, with `visuals pick`. */
  readonly undecided: readonly { readonly key: Digest; readonly digests: readonly Digest[] }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Unites both sides of a conflict that git left in the lock. No picture is lost; where the sides chose different ones, both choices are kept and reported. */
export async function resolveLock(options: ProjectOptions = {}): Promise<ResolveReport> {
  const host = describeHost(options);
  const path = join(host.root, lockName);
  try {
    return await holdBuildLock(host, options, async () => unite(path));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), conflicted: false, pictures: 0, undecided: [], diagnostics: error.diagnostics };
  }
}

function unite(path: string): ResolveReport {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const conflicted = text !== undefined && hasConflict(text);
  const lines = text === undefined ? [] : conflicted ? resolveConflicts(text) : parseLock(text);
  if (text !== undefined) writeLock(path, lines);
  const undecided = findUndecided(lines);
  const diagnostics = undecided.map((each) => choiceConflict(each));
  return { exit: findWorstExit(diagnostics), conflicted, pictures: lines.filter((line) => line.type === 'picture').length, undecided, diagnostics };
}

function findUndecided(lines: readonly LockLine[]): ResolveReport['undecided'] {
  const choices = new Map<Digest, Digest[]>();
  for (const line of lines) if (line.type === 'choice') addTo(choices, line.key, line.digest);
  const several = [...choices].filter(([, digests]) => digests.length > 1);
  return several.map(([key, digests]) => ({ key, digests })).toSorted((a, b) => compareCodeUnits(a.key, b.key));
}
