import { computeDigest } from '../keys/canonical.ts';
import { expandVariants } from '../matrix/expand-matrix.ts';
import type { Art, ResolvedAsset } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import { createStyleResolver } from '../plan/resolve-cell-tokens.ts';
import { findMessage } from '../text/resolve-message.ts';
import type { Host } from './host.ts';
import type { LoadedProject } from './load-project.ts';

/** What an asset's plan asked for when it was derived. */
export interface AssetReads {
  /** Copy keys, whether there is such a message or not. */
  readonly keys: readonly string[];
  /** Whether it counts where messages stand: for an asset that was warned of, since warnings point there. */
  readonly places: boolean;
}

/**
 * Digests all that an asset's pictures follow from, besides what every asset follows from: its definition and those of the assets whose art it shows, their templates, art files and
 * colours, its tokens and fonts, its messages.
 * @returns undefined for an asset that is always looked at: its art is bought, or something that it names is missing
 */
export type AssetDigester = (asset: ResolvedAsset, reads: AssetReads) => Promise<Digest | undefined>;

/** Makes a digester of a project as it was loaded; what assets share is digested once. */
export function createAssetDigester(project: LoadedProject): AssetDigester {
  const { inputs } = project;
  const sources = remember((id: string) => describeSources(inputs.assets.get(id)!.asset, project));
  const describeStyle = createStyleDescriber(project);
  return async (asset, reads) => {
    if (needsPurchase(asset, inputs.assets)) return undefined;
    try {
      const parts = await Promise.all(listLinked(asset, inputs.assets).map(({ id }) => sources(id)));
      if (parts.includes(undefined)) return undefined;
      const styles = expandVariants(asset.variants).flatMap((variant) =>
        asset.locales.map((locale) => describeStyle({ template: asset.template, variant, locale })),
      );
      return computeDigest(JSON.stringify([parts, styles, describeMessages(asset, reads, project)]));
    } catch (error) {
      if (error instanceof VisualsError) return undefined;
      throw error;
    }
  };
}

/**
 * Digest of what all assets of a project follow from, and of the manifest that names their files.
 * @param manifest its stamp, as it lies there
 * @returns undefined where there is no manifest
 */
export function digestBasis({ config, inputs, tools }: LoadedProject, { tool }: Host, manifest: string | undefined): Digest | undefined {
  if (manifest === undefined || manifest === '') return undefined;
  const { renderer, codec, painter } = tools;
  const versions = [tool, inputs.localeData, renderer.version, codec.version, painter.version];
  return computeDigest(JSON.stringify([versions, config.locales, config.output, config.sign, inputs.fonts.faces.map(({ digest }) => digest), manifest]));
}

/** Whether an asset shows art that is bought, also by way of others. */
export function needsPurchase(asset: ResolvedAsset, assets: PlanInputs['assets']): boolean {
  return listLinked(asset, assets).some(isBought);
}

/** An asset and all whose art it shows, also by way of others. */
function listLinked(asset: ResolvedAsset, assets: PlanInputs['assets'], found = new Set<ResolvedAsset>()): readonly ResolvedAsset[] {
  found.add(asset);
  for (const art of listArt(asset)) {
    const other = art.kind === 'asset' ? assets.get(art.asset)?.asset : undefined;
    if (other !== undefined && !found.has(other)) listLinked(other, assets, found);
  }
  return [...found];
}

function listArt({ art, overrides }: ResolvedAsset): readonly Art[] {
  return [art, ...overrides.map((override) => override.art ?? {})].flatMap((arts) => Object.values(arts));
}

/** What is bought is looked up in the lock by every build. */
function isBought(asset: ResolvedAsset): boolean {
  return listArt(asset).some(({ kind }) => kind === 'generate' || kind === 'edit' || kind === 'translate');
}

/** What an asset's art and layout come from; undefined where its template could not be compiled. @throws VisualsError when a file of it is missing */
async function describeSources(asset: ResolvedAsset, { inputs, tools }: LoadedProject): Promise<Digest | undefined> {
  const template = inputs.templates.get(asset.template);
  if (template === undefined) return undefined;
  const files: Digest[] = [];
  for (const art of listArt(asset)) if (art.kind === 'file') files.push(await tools.files.digest(art.path));
  const colours = listArt(asset).flatMap((art) => (art.kind === 'procedural' ? art.palette : []));
  const palettes = expandVariants(asset.variants).map((variant) => {
    const tokens = inputs.brand.tokensFor(variant);
    return colours.map((path) => tokens.find(path)?.css ?? null);
  });
  return computeDigest(JSON.stringify([asset, template.digest, template.contract, template.reads, files, palettes]));
}

interface StyleName {
  readonly template: string;
  readonly variant: { readonly [axis: string]: string };
  readonly locale: string;
}

/** Digests what cells take from brand and fonts. */
function createStyleDescriber({ inputs }: LoadedProject): (name: StyleName) => Digest {
  const resolveStyle = createStyleResolver();
  const describe = remember((name: string): Digest => {
    const { template, variant, locale } = JSON.parse(name) as StyleName;
    const tokens = inputs.brand.tokensFor(variant);
    const families = inputs.locales.fonts[locale] ?? [];
    return computeDigest(JSON.stringify(resolveStyle({ name, template: inputs.templates.get(template)!, tokens, families, fonts: inputs.fonts })));
  });
  return (name) => describe(JSON.stringify(name));
}

/** Every message in every language of the asset, as it would be found, with the limit that holds for it. */
function describeMessages({ locales: own }: ResolvedAsset, { keys, places }: AssetReads, { copy, config: { locales } }: LoadedProject): readonly unknown[] {
  return keys.map((key) => [
    key,
    copy.find(locales.source, key)?.limit,
    own.map((locale) => {
      const found = findMessage({ copy, locales, locale, key });
      return found === undefined ? null : [found.locale, found.text, found.limit, ...(places ? [found.place, found.jumps] : [])];
    }),
  ]);
}

function remember<Value>(compute: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    if (!known.has(name)) known.set(name, compute(name));
    return known.get(name)!;
  };
}
