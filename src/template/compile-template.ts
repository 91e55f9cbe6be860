import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { TemplateContract, TemplateReads } from '../model/template.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Renderer } from '../spec/renderer.ts';
import { checkDeclarations } from './check-declarations.ts';
import type { CompiledCode } from './compile-source.ts';
import type { TemplateSource } from './load-template.ts';
import type { ReadPlace, TokenRead } from './markup-walk.ts';
import { checkTokens } from './match-tokens.ts';
import { runCompileWorker } from './run-compile-worker.ts';

/** A template that was checked and compiled: plain data, good for as long as its digest and the renderer's version hold. */
export interface CompiledTemplate {
  readonly name: string;
  readonly digest: Digest;
  readonly contract: TemplateContract;
  /** `tokens` holds names as written: a path (`color.accent`) or a variable (`--color-accent`); `matchTokens` finds the paths. `variants` may hold names that are no axes. */
  readonly reads: TemplateReads;
  /** Style sheets in the order in which they apply. */
  readonly css: readonly string[];
  readonly code: CompiledCode;
  /** Every read in the markup, by the number that the code has for it. */
  readonly places: readonly ReadPlace[];
  /** First place of each name in `reads.tokens`, for `checkTokens`. */
  readonly tokens: readonly TokenRead[];
  readonly warnings: readonly Diagnostic[];
}

/** What a template is compiled against. */
export interface CompileOptions {
  readonly renderer: Renderer;
  /** All token paths of the brand. Without them, unknown tokens are left to `checkTokens`. */
  readonly tokenPaths?: readonly string[];
}

/**
 * Checks a template and compiles it.
 * @throws VisualsError with all that is wrong: `TEMPLATE_SYNTAX`, `TEMPLATE_FORBIDDEN`, `TEMPLATE_UNKNOWN_HELPER`, `TEMPLATE_UNKNOWN_PARTIAL`, `TEMPLATE_RECURSION`,
 * `TEMPLATE_TOO_COMPLEX`, `TEMPLATE_CONTEXT`, `TEMPLATE_MARKUP`, `TEMPLATE_SLOT`, `TEMPLATE_VAR_MISSING`, `TEMPLATE_VALUE`, `TEMPLATE_CSS`
 */
export async function compileTemplate(source: TemplateSource, { renderer, tokenPaths }: CompileOptions): Promise<CompiledTemplate> {
  const { name, digest, contract, markup, partials, css } = source;
  const { diagnostics, result } = await runCompileWorker({ name, markup, partials, contract, css });
  if (result === undefined) throw new VisualsError(diagnostics);
  const tokens = keepFirst([...result.markup.tokens, ...result.css.variables]);
  const problems = [...diagnostics, ...(await checkDeclarations(result.css.declarations, renderer)), ...(tokenPaths ? checkTokens(tokens, tokenPaths) : [])];
  if (problems.some(({ severity }) => severity === 'error')) throw new VisualsError(problems);
  const { slots, data, variants, formats, scrim } = result.markup.reads;
  const reads = {
    tokens: sortNames(tokens.map((token) => token.name)),
    slots: sortNames(slots),
    data: sortNames(data),
    variants: sortNames([...variants, ...result.css.variants]),
    formats,
    scrim,
  };
  return { name, digest, contract, reads, css: css.map(({ text }) => text), code: result.code, places: result.markup.places, tokens, warnings: problems };
}

function keepFirst(tokens: readonly TokenRead[]): readonly TokenRead[] {
  return [...new Map(tokens.toReversed().map((token) => [token.name, token])).values()].toReversed();
}

function sortNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted(compareCodeUnits);
}
