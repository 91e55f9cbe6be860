import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cwd, env, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ProjectOptions } from '../model/report.ts';
import type { Clock } from '../spec/clock.ts';
import { readStamp } from '../store/file-stamp.ts';

/** The machine and the installation that a command runs on: the one place that asks for them. */
export interface Host {
  /** Absolute folder of the project. */
  readonly root: string;
  /** Config file relative to the root. */
  readonly config: string;
  /** Absolute folder that ships with the tool and holds `templates/`. */
  readonly shipped: string;
  /** Changes with every build of the tool, so that its own update is noticed. */
  readonly tool: string;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly parallelism: number;
  /** Version of this Node's locale data. */
  readonly localeData: string;
  readonly clock: Clock;
}

/** Describes the host for a command's options. */
export function describeHost(options: ProjectOptions): Host {
  const here = fileURLToPath(import.meta.url);
  const shipped = findShipped(dirname(here));
  return {
    root: resolve(options.root ?? cwd()),
    config: options.config ?? 'visuals.config.ts',
    shipped,
    // Bundled, this module is in more than one file: all of them are made together with the command's.
    tool: readStamp(join(shipped, 'bin.cjs')) ?? readStamp(here) ?? '',
    environment: env,
    parallelism: availableParallelism(),
    localeData: `cldr ${versions['cldr'] ?? ''}`,
    clock: systemClock,
  };
}

/** Bundled, the templates lie beside this file; in the source tree, two folders up. */
function findShipped(folder: string): string {
  return existsSync(join(folder, 'templates')) ? folder : resolve(folder, '..', '..');
}

const systemClock: Clock = {
  monotonic: () => performance.now(),
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        // Whoever waits often with one signal would leave a listener each time.
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, { once: true });
    }),
};
