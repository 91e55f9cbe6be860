import type { Brand } from '../brand/create-brand.ts';
import type { EncodeOptions, OutputFormat, ResolvedLocales } from '../model/config.ts';
import type { JsonObject } from '../model/json.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { FontCatalog } from '../text/load-fonts.ts';

/** Which message is wanted, and the values that it may mention. */
export interface TextRequest {
  readonly locale: string;
  readonly key: string;
  readonly data: JsonObject;
}

/** All that a plan is derived from besides the matrix; loaded before, so that deriving is pure. */
export interface PlanInputs {
  /** The templates that could be compiled; a cell of another one is left out, its problem is reported once with the template. */
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly brand: Brand;
  readonly fonts: FontCatalog;
  readonly locales: ResolvedLocales;
  readonly encode: { readonly [format in OutputFormat]: EncodeOptions };
  /** Version of this Node's locale data. */
  readonly localeData: string;
  /** The formatted message. @throws VisualsError `COPY_MISSING`, `COPY_ICU`, `COPY_VALUE_MISSING` */
  text(request: TextRequest): string;
  /** Whether a message exists for the locale or in its declared fallback. */
  hasText(locale: string, key: string): boolean;
  directionOf(locale: string): 'ltr' | 'rtl';
}
