import type { Brand } from '../brand/create-brand.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { formatMessage, loadIcuFor } from '../text/format-message.ts';
import type { Copy } from '../copy/load-copy.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import { directionOf } from '../text/locale-facts.ts';
import { findMessage, limitMessage, resolveMessage } from '../text/resolve-message.ts';

interface PlanInputsOptions {
  readonly config: ResolvedConfig;
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly brand: Brand;
  readonly fonts: FontCatalog;
  readonly copy: Copy;
  readonly prompts: PlanInputs['prompts'];
  readonly generators: PlanInputs['generators'];
  readonly book: LockBook;
  readonly localeData: string;
}

/** Brings what was loaded into the form that plans are derived from. The message formatter is loaded only when some message needs one. */
export async function createPlanInputs({
  config,
  templates,
  brand,
  fonts,
  copy,
  prompts,
  generators,
  book,
  localeData,
}: PlanInputsOptions): Promise<PlanInputs> {
  const { locales } = config;
  const findDirection = (locale: string): 'ltr' | 'rtl' => (Object.hasOwn(locales.direction, locale) ? locales.direction[locale]! : directionOf(locale));
  const icu = await loadIcuFor(listTexts(copy, [...locales.all, ...Object.values(locales.fallback).flat()]));
  return {
    templates,
    brand,
    fonts,
    locales,
    encode: config.output.encode,
    metadata: config.output.metadata,
    assets: new Map(expandMatrix(config.assets).map((each) => [each.asset.id, each])),
    prompts,
    generators,
    takeOf: (art) => book.take(art),
    modelOf: (art, model) => book.modelOf(art, model),
    localeData,
    text: ({ locale, key, data }) => {
      const message = limitMessage(resolveMessage({ copy, locales, locale, key }), copy.find(locales.source, key));
      return formatMessage(message, { values: data, icu, locale, direction: findDirection(locale), numbering: locales.numbering });
    },
    sourceOf: (locale, key) => findMessage({ copy, locales, locale, key }),
    hasText: (locale, key) => findMessage({ copy, locales, locale, key }) !== undefined,
    directionOf: findDirection,
  };
}

function* listTexts(copy: Copy, locales: readonly string[]): Iterable<string> {
  for (const locale of locales) for (const key of copy.keys(locale)) yield copy.find(locale, key)!.text;
}
