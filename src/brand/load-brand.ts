import { tokenInvalid } from '../diagnostics/brand.ts';
import { compareCodeUnits, formatCanonical } from '../keys/canonical.ts';
import type { BrandSource } from '../model/config.ts';
import { VisualsError, type Diagnostic } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { createBrand, type Brand, type BrandData, type TokenRow } from './create-brand.ts';
import { flattenTokens } from './flatten-tokens.ts';
import { formatToken, TokenFault } from './format-token.ts';
import { readTokenFiles } from './read-token-files.ts';
import { readTokenObject } from './read-token-object.ts';
import { resolveAliases, type ResolvedToken } from './resolve-aliases.ts';
import { combineLayers, countCombinations, listAxes, type TokenCombination } from './token-layers.ts';

/**
 * Loads the brand's tokens, all modes resolved.
 * @throws VisualsError with all that is wrong: `TOKEN_INVALID`, `TOKEN_ALIAS_UNKNOWN`, `TOKEN_ALIAS_CYCLE`, and what reading a file throws
 */
export async function loadBrand(source: BrandSource, files: InputFiles): Promise<Brand> {
  return createBrand(await loadBrandData(source, files));
}

const mostCombinations = 256;

/** The same as plain data, which may be kept under the digests of the files that were read. Throws as {@link loadBrand} does. */
export async function loadBrandData(source: BrandSource, files: InputFiles): Promise<BrandData> {
  const problems: Diagnostic[] = [];
  const layers = source.kind === 'file' ? await readTokenFiles(source.path, files, problems) : readTokenObject(source, problems);
  const count = countCombinations(layers);
  if (count > mostCombinations)
    problems.push(
      tokenInvalid({ problem: `The modes make ${count} combinations; at most ${mostCombinations} are supported.`, fix: 'Use fewer modifiers or contexts.' }),
    );
  const combinations = count > mostCombinations ? [] : combineLayers(layers).map((combination) => resolveCombination(combination, problems));
  if (problems.length > 0) throw new VisualsError(listDistinct(problems));
  return { version: 1, axes: listAxes(layers), combinations: combinations.map((combination) => reduceToDifference(combination, combinations[0]!)) };
}

interface ResolvedCombination {
  readonly contexts: readonly string[];
  readonly tokens: ReadonlyMap<string, TokenRow>;
}

/** A token of its own wins over a part of a composite one with the same path. */
function resolveCombination({ contexts, group }: TokenCombination, problems: Diagnostic[]): ResolvedCombination {
  const declarations = flattenTokens(group, problems);
  const rows = resolveAliases(declarations, problems).flatMap((token) =>
    formatRows(token, problems).filter(([path]) => path === token.path || !declarations.has(path)),
  );
  return { contexts, tokens: new Map(rows.toSorted(([one], [other]) => compareCodeUnits(one, other)).map((row) => [row[0], row])) };
}

function formatRows({ path, type, value, declaration }: ResolvedToken, problems: Diagnostic[]): readonly TokenRow[] {
  try {
    return formatToken(type, value).map((part) => [part.name === '' ? path : `${path}.${part.name}`, part.type, part.css]);
  } catch (error) {
    if (!(error instanceof TokenFault)) throw error;
    problems.push(tokenInvalid({ token: path, problem: `${error.message}.` }, declaration.place === undefined ? {} : { place: declaration.place }));
    return [];
  }
}

/** The same problem shows in every combination; it is told once. */
function listDistinct(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...new Map(
      problems.map((problem) => [formatCanonical([problem.code, problem.message, problem.place === undefined ? null : { ...problem.place }]), problem]),
    ).values(),
  ];
}

function reduceToDifference({ contexts, tokens }: ResolvedCombination, base: ResolvedCombination): BrandData['combinations'][number] {
  if (base.contexts === contexts) return { contexts, tokens: [...tokens.values()], without: [] };
  const different = [...tokens.values()].filter((row) => formatCanonical(row) !== formatCanonical(base.tokens.get(row[0]) ?? null));
  return { contexts, tokens: different, without: [...base.tokens.keys()].filter((path) => !tokens.has(path)) };
}
