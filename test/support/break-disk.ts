import { join } from 'node:path';
import type { CommandOptions } from './run-command.ts';

/** What goes wrong on disk: see `break-disk.mjs`. */
export interface DiskFault {
  readonly at?: number;
  readonly operation?:
    | 'openSync'
    | 'writeSync'
    | 'writeFileSync'
    | 'appendFileSync'
    | 'renameSync'
    | 'linkSync'
    | 'rmSync'
    | 'rmdirSync'
    | 'mkdirSync'
    | 'fsyncSync';
  readonly code?: string;
  /** Only changes of paths that hold this. */
  readonly path?: string;
  readonly times?: number;
  /** Bytes that the disk says it has left. */
  readonly free?: number;
  readonly report?: boolean;
  readonly slow?: number;
}

/** Options for a command whose disk fails so. */
export function withFault(fault: DiskFault): CommandOptions {
  return { node: ['--import', join(import.meta.dirname, 'break-disk.mjs')], env: { VISUALS_TEST_FAULT: JSON.stringify(fault) } };
}
