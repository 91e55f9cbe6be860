import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { AssetOverride, CellFilter, ResolvedAsset } from '../model/config.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { findGaps } from '../text/check-coverage.ts';
import { formatMessage, loadIcu } from '../text/format-message.ts';
import type { IcuLibrary } from '../text/format-message.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import { pseudoCharacters, pseudoLocales, pseudoLocalise } from '../text/pseudo-localise.ts';
import type { PseudoLocale } from '../text/pseudo-localise.ts';
import { resolveMessage } from '../text/resolve-message.ts';
import type { ResolvedMessage } from '../text/resolve-message.ts';
import type { LoadedProject } from './load-project.ts';

/** A project as it looks in the pseudo-locales: every cell of the source language in each of them. */
export interface PseudoProject {
  readonly matrix: AssetMatrix;
  readonly inputs: PlanInputs;
  /** The message of a key of the source language. @throws VisualsError `COPY_MISSING`, `COPY_ICU` */
  translate(locale: PseudoLocale, key: string): string;
}

/**
 * Puts a project into the pseudo-locales. Words come from the source language, and so do fonts, plural rules, numbers and what the config says for that language alone;
 * letters with accents that a font of the project lacks stay plain.
 */
export async function createPseudoProject({ config, copy, inputs }: LoadedProject): Promise<PseudoProject> {
  const icu = await loadIcu();
  const missing = await findMissingCharacters(inputs.fonts);
  const { source } = config.locales;
  const transform = createTransformer(icu, missing);
  const find = (locale: string, key: string): ResolvedMessage => transform(locale, resolveMessage({ copy, locales: config.locales, locale: source, key }));
  const matrix = expandMatrix(config.assets.map((asset) => moveAsset(asset, source, inputs)));
  const families = config.locales.fonts[source];
  return {
    matrix,
    translate: (locale, key) => find(locale, key).text,
    inputs: {
      ...inputs,
      locales: {
        ...inputs.locales,
        all: pseudoLocales,
        fallback: {},
        fonts: families === undefined ? {} : Object.fromEntries(pseudoLocales.map((each) => [each, families])),
      },
      text: ({ locale, key, data }) => formatMessage(find(locale, key), { values: data, icu, numbering: config.locales.numbering }),
      hasText: (_locale, key) => inputs.hasText(source, key),
    },
  };
}

/** The message keeps the locale that it comes from: its numbers and plurals follow that one. A message that is no ICU MessageFormat is handed on, for whoever formats it says so. */
function createTransformer(icu: IcuLibrary, missing: ReadonlySet<string>): (locale: string, message: ResolvedMessage) => ResolvedMessage {
  return (locale, message) => {
    try {
      const { key, place, locale: origin } = message;
      return { key, place, locale: origin, text: pseudoLocalise(message.text, { locale: locale === 'ar-XB' ? 'ar-XB' : 'en-XA', icu, missing }) };
    } catch {
      return message;
    }
  };
}

/** What families with Latin letters lack. */
async function findMissingCharacters(catalog: FontCatalog): Promise<ReadonlySet<string>> {
  const families = [...new Set(catalog.faces.map(({ family }) => family))];
  const missing = new Set<string>();
  for (const family of families) {
    if ((await findGaps({ text: 'Aaz', families: [family], catalog })).length > 0) continue;
    for (const { grapheme } of await findGaps({ text: pseudoCharacters.join(' '), families: [family], catalog })) missing.add(grapheme);
  }
  return missing;
}

/** An asset that does not speak the source language is shown as its first one. */
function moveAsset(asset: ResolvedAsset, source: string, { templates }: PlanInputs): ResolvedAsset {
  const origin = asset.locales.includes(source) ? source : (asset.locales[0] ?? source);
  const move = (filter: CellFilter): CellFilter =>
    filter.locale?.includes(origin) === true ? { ...filter, locale: [...filter.locale, ...pseudoLocales] } : filter;
  const overrides = asset.overrides.map((override): AssetOverride => ({ ...override, when: move(override.when) }));
  const slots = { ...asset.slots, ...clipSlots(asset, templates.get(asset.template)) };
  return { ...asset, locales: pseudoLocales, only: asset.only.map(move), except: asset.except.map(move), overrides, slots, formats: ['webp'] };
}

/** What has no room is cut and told, so that there is a picture to look at. */
function clipSlots({ slots }: ResolvedAsset, template: CompiledTemplate | undefined): ResolvedAsset['slots'] {
  const shrinking = Object.entries(template?.contract.slots ?? {}).filter(
    ([name, slot]) => slot.type === 'text' && (slots[name]?.fit ?? slot.fit) === 'shrink',
  );
  return Object.fromEntries(shrinking.map(([name]) => [name, { ...slots[name], fit: 'clip' as const }]));
}
