import type { CheckOptions, CheckReport } from './model/report.ts';
import { describeHost } from './project/host.ts';
import type { Slicing } from './project/prepare-plan.ts';

/**
 * Tells whether what is published is what the project gives, and whether it is fit to be shown: evaluates the config twice, draws what the cache does not hold, compares, reads the
 * vault, and runs the checks of pictures and assets. Needs no key and no network. Writes nothing but the cache, and with `fix` the outputs that were deleted or edited.
 */
export async function checkProject(options: CheckOptions = {}, slicing: Slicing = {}): Promise<CheckReport> {
  const { executeCheck } = await import('./project/execute-check.ts');
  return executeCheck(options, describeHost(options), slicing);
}
