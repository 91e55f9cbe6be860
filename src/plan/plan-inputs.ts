import type { Brand } from '../brand/create-brand.ts';
import type { EncodeOptions, OutputFormat, PromptSource, ResolvedLocales } from '../model/config.ts';
import type { Place, TextJump } from '../model/diagnostic.ts';
import type { AssetCells } from '../model/matrix.ts';
import type { JsonObject } from '../model/json.ts';
import type { CompiledPrompt } from '../prompt/prompt-tree.ts';
import type { Generator } from '../spec/generator.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { FontCatalog } from '../text/load-fonts.ts';

/** Which message is wanted, and the values that it may mention. */
export interface TextRequest {
  readonly locale: string;
  readonly key: string;
  readonly data: JsonObject;
}

/** Where a message comes from. */
export interface MessageSource {
  readonly locale: string;
  /** As it is written. */
  readonly text: string;
  readonly place: Required<Place>;
  readonly jumps?: readonly TextJump[];
}

/** All that a plan is derived from besides the matrix; loaded before, so that deriving is pure. */
export interface PlanInputs {
  /** The templates that could be compiled; a cell of another one is left out, its problem is reported once with the template. */
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly brand: Brand;
  readonly fonts: FontCatalog;
  readonly locales: ResolvedLocales;
  readonly encode: { readonly [format in OutputFormat]: EncodeOptions };
  /** Whether encoded pictures say where they came from. */
  readonly metadata: 'full' | 'none';
  /** Every asset with its cells, for art that refers to other art. */
  readonly assets: ReadonlyMap<string, AssetCells>;
  /** The prompts that could be compiled, by {@link formatPromptName}. */
  readonly prompts: ReadonlyMap<string, CompiledPrompt>;
  /** Adapter name → its rules on sizes and prices; nothing is sent while planning. */
  readonly generators: ReadonlyMap<string, Generator>;
  /** How often a piece of art (`asset/slot`) was asked for again on purpose. */
  takeOf(art: string): number;
  /** The model that a piece of art is asked of, from the one that the config names. @throws VisualsError `SWAP_CONFLICT` */
  modelOf(art: string, model: string): string;
  /** Version of this Node's locale data. */
  readonly localeData: string;
  /** The formatted message. @throws VisualsError `COPY_MISSING`, `COPY_ICU`, `COPY_VALUE_MISSING` */
  text(request: TextRequest): string;
  /** Whether a message exists for the locale or in its declared fallback. */
  hasText(locale: string, key: string): boolean;
  /** The locale that a message was found in, and where it is written. */
  sourceOf(locale: string, key: string): MessageSource | undefined;
  directionOf(locale: string): 'ltr' | 'rtl';
}

/** Under which name a prompt is compiled once, however many pictures use it. */
export function formatPromptName(source: PromptSource): string {
  return source.kind === 'file' ? `file:${source.path}` : `text:${source.text}`;
}
