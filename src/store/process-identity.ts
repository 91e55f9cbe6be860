import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import { readErrorCode } from '../model/error-code.ts';

/** What tells one process from every other one, also from a later one of the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process started, as the kernel counts: tells a reused process id. Empty where unknown. */
  readonly start: string;
  /** Which boot of the machine the process belongs to. Empty where unknown. */
  readonly boot: string;
  readonly host: string;
}

/** The identity of this process. */
export function identifySelf(): ProcessIdentity {
  return { pid, start: readProcessStart(pid), boot: readBoot(), host: hostname() };
}

/** Whether a process still runs. Of one on another machine nobody here can tell: it counts as running. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) return true;
  if (identity.boot !== readBoot() || !isRunning(identity.pid)) return false;
  return identity.start === readProcessStart(identity.pid);
}

/** Whether a process of this id is there, whoever owns it. */
export function isRunning(id: number): boolean {
  try {
    kill(id, 0);
    return true;
  } catch (error) {
    return readErrorCode(error) === 'EPERM';
  }
}

function readBoot(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

/** Field 22 of `/proc/<pid>/stat`; the second field may hold spaces and ends with the last parenthesis. */
function readProcessStart(id: number): string {
  const stat = readIfThere(`/proc/${id}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
