import { tokenModeUnknown } from '../diagnostics/brand.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Variant } from '../model/matrix.ts';

/** A token, ready for CSS. */
export interface Token {
  /** Names joined by dots, such as `color.accent` or `type.headline.fontSize`. */
  readonly path: string;
  /** Its type in DTCG 2025.10. */
  readonly type: string;
  /** Its value as CSS writes it. */
  readonly css: string;
}

/** The tokens of one variant. */
export interface TokenSet {
  /** In code-unit order. */
  paths(): readonly string[];
  find(path: string): Token | undefined;
}

/** An axis on which the brand's tokens differ, such as `theme`. */
export interface BrandAxis {
  readonly name: string;
  /** Values for which the brand has tokens of their own. */
  readonly contexts: readonly string[];
  /** What a variant gets that does not choose on this axis; an empty string is the base without any context. */
  readonly fallback: string;
  /** Whether other values than the contexts are refused. If not, they get the base. */
  readonly closed: boolean;
}

/** One token in the form that is stored: path, type, CSS. */
export type TokenRow = readonly [path: string, type: string, css: string];

/** A brand as plain data: what `JSON.parse(JSON.stringify(data))` gives back. */
export interface BrandData {
  readonly version: 1;
  readonly axes: readonly BrandAxis[];
  /** For each combination of contexts, in the order of the axes, its tokens. The first holds all of them, the others only what differs from it, and the paths they lack. */
  readonly combinations: readonly { readonly contexts: readonly string[]; readonly tokens: readonly TokenRow[]; readonly without: readonly string[] }[];
}

/** The brand's tokens. */
export interface Brand {
  readonly axes: readonly BrandAxis[];
  /**
   * The tokens of a variant; axes that the brand does not know are ignored.
   * @throws VisualsError `TOKEN_MODE_UNKNOWN` when the variant names a context that a closed axis does not have
   */
  tokensFor(variant: Variant): TokenSet;
}

/** Makes a brand from its data. */
export function createBrand(data: BrandData): Brand {
  const base = data.combinations[0]?.tokens ?? [];
  const sets = new Map(data.combinations.map(({ contexts, tokens, without }) => [joinContexts(contexts), createTokenSet(base, tokens, without)]));
  return {
    axes: data.axes,
    tokensFor: (variant) => sets.get(joinContexts(chooseContexts(data.axes, variant))) ?? createTokenSet([], [], []),
  };
}

const joinContexts = (contexts: readonly string[]): string => JSON.stringify(contexts);

function chooseContexts(axes: readonly BrandAxis[], variant: Variant): readonly string[] {
  const unknown = axes.filter(({ name, contexts, closed }) => closed && Object.hasOwn(variant, name) && !contexts.includes(variant[name]!));
  if (unknown.length > 0) throw new VisualsError(unknown.map(({ name, contexts }) => tokenModeUnknown({ axis: name, mode: variant[name]!, modes: contexts })));
  return axes.map(({ name, contexts, fallback }) => {
    const chosen = Object.hasOwn(variant, name) ? variant[name]! : fallback;
    return contexts.includes(chosen) ? chosen : fallback;
  });
}

/** Built on first use, since most builds ask for one or two combinations. */
function createTokenSet(base: readonly TokenRow[], tokens: readonly TokenRow[], without: readonly string[]): TokenSet {
  let byPath: ReadonlyMap<string, Token> | undefined;
  const open = (): ReadonlyMap<string, Token> => {
    byPath ??= new Map([...base, ...tokens].filter(([path]) => !without.includes(path)).map(([path, type, css]) => [path, { path, type, css }]));
    return byPath;
  };
  return { paths: () => [...open().keys()].toSorted(compareCodeUnits), find: (path) => open().get(path) };
}
