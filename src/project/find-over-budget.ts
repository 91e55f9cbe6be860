import { checkBudget } from '../diagnostics/generate.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** A diagnostic for each budget of the config that what was not bought yet would not fit into, by the worst case of each `ART_UNPAID`. */
export function findOverBudget(problems: readonly Diagnostic[], { perBuild, perMonth }: ResolvedConfig['budget']): readonly Diagnostic[] {
  const costs = problems.filter(({ code }) => code === 'ART_UNPAID').map(({ details }) => Number(details?.['high'] ?? 0));
  const high = costs.reduce((sum, each) => sum + each, 0);
  const limits = Object.entries({ perBuild, perMonth });
  return limits.flatMap(([name, limit]) =>
    limit === undefined || high <= limit ? [] : [checkBudget({ pictures: costs.length, high, limit, name: `\`budget.${name}\`` })],
  );
}
