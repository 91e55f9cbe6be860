import { checkDeterminism } from '../config/check-determinism.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { describeConfigLoading } from './load-own-config.ts';
import type { Workspace } from './workspace.ts';

/** Evaluates the config twice and tells what differs: such a config gives other pictures in CI than on a desk. */
export async function checkConfigDeterminism(workspace: Workspace): Promise<readonly Diagnostic[]> {
  try {
    await checkDeterminism(describeConfigLoading(workspace));
    return [];
  } catch (error) {
    if (error instanceof VisualsError && error.diagnostics.every((each) => each.code === 'CONFIG_NONDETERMINISTIC')) return error.diagnostics;
    throw error;
  }
}
