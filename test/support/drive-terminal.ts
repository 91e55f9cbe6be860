import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ensureProgram } from './debian-packages.ts';

/** Whether a terminal can be driven here: Python does it. */
export const hasTerminal = ensureProgram('python');

/** Keys as a terminal sends them. */
export const keys = { enter: '\r', down: '\u001B[B', right: '\u001B[C', tab: '\t', clear: '\u0015', interrupt: '\u0003' } as const;

/** What somebody at a terminal of 100 columns saw, and how the command ended. */
export interface Seen {
  readonly exit: number;
  /** All that was written, without colours and movements. */
  readonly shown: string;
  /** Texts that were waited for and never came. */
  readonly left: readonly string[];
}

/** A text that is waited for, and what is typed then. */
export type Step = readonly [wait: string, type: string];

/** Runs a command in a pseudo-terminal, with an environment of its own. */
export function driveTerminal(
  command: readonly string[],
  steps: readonly Step[],
  { cwd, path = '' }: { readonly cwd: string; readonly path?: string },
): Promise<Seen> {
  const env = { PATH: `${path}${process.env['PATH'] ?? ''}`, HOME: cwd, TERM: 'xterm', LANG: 'C.UTF-8' };
  const words = [join(import.meta.dirname, 'drive-terminal.py'), JSON.stringify(steps), ...command];
  return new Promise((resolve, reject) => {
    execFile('python3', words, { cwd, env, encoding: 'utf8' }, (error, stdout) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const seen = JSON.parse(stdout) as Seen;
      resolve({ ...seen, shown: stripVTControlCharacters(seen.shown) });
    });
  });
}
