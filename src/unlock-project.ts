import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { locateState } from './project/state-paths.ts';
import { readLockOwner, removeBuildLock } from './store/build-lock.ts';
import type { LockOwner } from './store/build-lock.ts';

/** Who held the lock that was removed, if anybody alive did. */
export interface UnlockReport {
  readonly exit: number;
  readonly owner: LockOwner | undefined;
}

/** Removes a project's build lock. A dead build's lock needs no removing: the next build takes it over. */
export async function unlockProject(options: ProjectOptions = {}): Promise<UnlockReport> {
  const { lock } = locateState(describeHost(options).root);
  const owner = readLockOwner(lock);
  removeBuildLock(lock);
  return { exit: 0, owner };
}
