import type { TokenSet } from '../brand/create-brand.ts';
import { createTokenReader } from '../brand/token-reader.ts';
import type { Digest } from '../model/digest.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { matchTokens } from '../template/match-tokens.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import { checkWeights, readWeights, selectFaces } from '../text/select-faces.ts';

interface TokensRequest {
  readonly template: CompiledTemplate;
  readonly tokens: TokenSet;
  /** Families that the locale wants before the brand's own. */
  readonly families: readonly string[];
  readonly fonts: FontCatalog;
}

/** What a cell takes from the brand. */
export interface CellStyle {
  /** Token path → CSS value. */
  readonly tokens: { readonly [path: string]: string };
  readonly families: readonly string[];
  readonly fonts: readonly Digest[];
}

/** Resolves what cells take from the brand; cells of one name (template, variant, locale) share one result, so that a plan of thousands stays small. */
export function createStyleResolver(): (request: TokensRequest & { readonly name: string }) => CellStyle {
  const known = new Map<string, CellStyle>();
  return ({ name, ...request }) => {
    const style = known.get(name) ?? resolveCellTokens(request);
    known.set(name, style);
    return style;
  };
}

/**
 * The tokens that a template reads, and the fonts of the cell. The locale's families stand before those of every font token, so that a stylesheet
 * that says `var(--font-sans)` is right in each language. A template that reads no font token gets all of the brand's families.
 * @throws VisualsError `TOKEN_UNKNOWN`, `FONT_FAMILY_UNKNOWN`, `FONT_WEIGHT_MISSING`
 */
function resolveCellTokens({ template, tokens, families, fonts }: TokensRequest): CellStyle {
  const reader = createTokenReader(tokens);
  const paths = matchTokens(template.reads.tokens, tokens.paths());
  for (const path of paths) reader.read(path);
  const isFamily = (path: string): boolean => tokens.find(path)?.type === 'fontFamily';
  const named = paths.filter(isFamily);
  const brandFamilies = (named.length > 0 ? named : tokens.paths().filter(isFamily)).flatMap((path) => splitFamilies(tokens.find(path)!.css));
  const stack = [...families, ...brandFamilies];
  const unique = [...new Set(stack)].filter((family) => !genericFamilies.has(family));
  const values = Object.entries(reader.reads()).map(([path, css]) => [path, isFamily(path) ? formatFamilies(families, css) : css]);
  const faces = selectFaces(fonts, unique);
  checkWeights(fonts, unique, readWeights(template.css, Object.fromEntries(values.map(([path, css]) => [path!.replaceAll('.', '-'), css!]))));
  return { tokens: Object.fromEntries(values), families: unique, fonts: faces.map((face) => face.digest) };
}

/** Keywords that would mean a font of the system, which is never used. */
const genericFamilies = new Set(['sans-serif', 'serif', 'monospace', 'system-ui', 'ui-sans-serif', 'ui-serif', 'ui-monospace', 'cursive', 'fantasy']);

function splitFamilies(css: string): readonly string[] {
  return css.split(',').map((family) => family.trim().replace(/^["']|["']$/g, ''));
}

function formatFamilies(before: readonly string[], css: string): string {
  return [...new Set([...before, ...splitFamilies(css)])]
    .filter((family) => !genericFamilies.has(family))
    .map((family) => `"${family}"`)
    .join(', ');
}
