import { checkDeterminism } from '../config/check-determinism.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { provided } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** Evaluates the config twice and tells what differs: such a config gives other pictures in CI than on a desk. */
export async function checkConfigDeterminism({ files, host, paths }: Workspace): Promise<readonly Diagnostic[]> {
  try {
    await checkDeterminism({ files, file: host.config, cacheFolder: paths.modules, environment: host.environment, provide: provided });
    return [];
  } catch (error) {
    if (error instanceof VisualsError && error.diagnostics.every((each) => each.code === 'CONFIG_NONDETERMINISTIC')) return error.diagnostics;
    throw error;
  }
}
