import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateCss, templateVarMissing } from '../diagnostics/template.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { TokenRead } from './markup-walk.ts';

/** The variable that stands for a token: `color.accent` is `--color-accent`. */
export function formatTokenVariable(path: string): string {
  return `--${path.replaceAll('.', '-')}`;
}

/** The token paths among `paths` that a template reads, by path or by variable; sorted. Names that match none are left out, see {@link checkTokens}. */
export function matchTokens(reads: readonly string[], paths: readonly string[]): readonly string[] {
  const names = new Set(reads);
  return paths.filter((path) => names.has(path) || names.has(formatTokenVariable(path))).toSorted(compareCodeUnits);
}

/** What a template reads of the brand that the brand does not have. */
export function checkTokens(reads: readonly TokenRead[], paths: readonly string[]): readonly Diagnostic[] {
  const known = new Set([...paths, ...paths.map(formatTokenVariable)]);
  return reads.filter(({ name }) => !known.has(name)).map(({ name, place }) => describeUnknown(name, paths, place));
}

function describeUnknown(name: string, paths: readonly string[], place: TokenRead['place']): Diagnostic {
  if (!name.startsWith('--')) return templateVarMissing({ name, problem: 'is no token of the brand', available: paths }, { place });
  const problem = `Nothing sets the variable ${name}${formatNearest(name, paths.map(formatTokenVariable))}`;
  return templateCss({ problem, instead: 'Use a token, or declare the variable in the style sheet.' }, { place });
}
