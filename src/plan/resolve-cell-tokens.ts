import type { TokenSet } from '../brand/create-brand.ts';
import { createTokenReader } from '../brand/token-reader.ts';
import { fontFamilyUnknown } from '../diagnostics/project.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { FontCatalog } from '../text/load-fonts.ts';

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

/**
 * The tokens that a template reads, and the fonts of the cell. The locale's families stand before those of every font token, so that a stylesheet
 * that says `var(--font-sans)` is right in each language.
 * @throws VisualsError `TOKEN_UNKNOWN`, `FONT_FAMILY_UNKNOWN`
 */
export function resolveCellTokens({ template, tokens, families, fonts }: TokensRequest): CellStyle {
  const reader = createTokenReader(tokens);
  const stack = [...families];
  for (const name of template.reads.tokens) {
    const path = findTokenPath(tokens, name);
    reader.read(path);
    if (tokens.find(path)?.type === 'fontFamily') stack.push(...splitFamilies(tokens.find(path)!.css));
  }
  const unique = [...new Set(stack)].filter((family) => !genericFamilies.has(family));
  const missing = unique.filter((family) => fonts.facesOf(family).length === 0);
  if (missing.length > 0) throw new VisualsError(missing.map((family) => fontFamilyUnknown({ family, known: [...new Set(fonts.faces.map((face) => face.family))] })));
  const values = Object.entries(reader.reads()).map(([path, css]) => [path, tokens.find(path)?.type === 'fontFamily' ? formatFamilies(families, css) : css]);
  return { tokens: Object.fromEntries(values), families: unique, fonts: unique.flatMap((family) => fonts.facesOf(family).map((face) => face.digest)) };
}

/** `color.accent` may be asked for by its path or, in a stylesheet, as `--color-accent`. */
function findTokenPath(tokens: TokenSet, name: string): string {
  if (tokens.find(name)) return name;
  const dashed = name.replace(/^--/, '');
  return tokens.paths().find((path) => formatVariable(path) === `--${dashed}`) ?? name;
}

/** The CSS custom property of a token. */
export function formatVariable(path: string): string {
  return `--${path.replace(/[^A-Za-z0-9_-]/g, '-')}`;
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
