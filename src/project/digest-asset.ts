import { computeDigest } from '../keys/canonical.ts';
import type { LockLine } from '../lock/lock-file.ts';
import { expandVariants } from '../matrix/expand-matrix.ts';
import type { Art, ResolvedAsset, SignSettings } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { formatPromptName } from '../plan/plan-inputs.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import { createStyleResolver } from '../plan/resolve-cell-tokens.ts';
import { findMessage } from '../text/resolve-message.ts';
import { createLockDescriber } from './describe-lock.ts';
import { listNested } from './load-generators.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** What an asset's plan asked for when it was derived. */
export interface AssetReads {
  /** Copy keys, whether there is such a message or not. */
  readonly keys: readonly string[];
  /** Whether it counts where messages stand: for an asset that was warned of, since warnings point there. */
  readonly places: boolean;
  /** Keys of its requests to image models. */
  readonly requests: readonly Digest[];
}

/**
 * Digests all that an asset's pictures follow from, besides what every asset follows from: its definition and those of the assets whose art it shows, their templates, art files and
 * colours, its tokens and fonts, its messages; for bought art also its prompts, references and masks, the settings of accounts, and what the lock says of it.
 * @returns undefined for an asset that is always looked at, since something that it names is missing
 */
export type AssetDigester = (asset: ResolvedAsset, reads: AssetReads) => Promise<Digest | undefined>;

/**
 * Makes a digester of a project as it was loaded; what assets share is digested once.
 * @param lock its lines, as they are now
 */
export function createAssetDigester(project: LoadedProject, lock: readonly LockLine[]): AssetDigester {
  const { inputs } = project;
  const sources = remember((id: string) => describeSources(inputs.assets.get(id)!.asset, project));
  const describeStyle = createStyleDescriber(project);
  const describeLock = createLockDescriber(lock);
  return async (asset, reads) => {
    const linked = listLinked(asset, inputs.assets);
    const isPaid = linked.some(isBought);
    try {
      const parts = await Promise.all(linked.map(({ id }) => sources(id)));
      if (parts.includes(undefined)) return undefined;
      const styles = expandVariants(asset.variants).flatMap((variant) =>
        asset.locales.map((locale) => describeStyle({ template: asset.template, variant, locale })),
      );
      // Words in a picture are those of the locale that it was made for, and of the source.
      const locales = isPaid ? [project.config.locales.source, ...linked.flatMap((each) => each.locales)] : asset.locales;
      const bought = isPaid ? [project.config.generators, describeLock(linked, reads.requests)] : [];
      return computeDigest(JSON.stringify([parts, styles, describeMessages([...new Set(locales)], reads, project), ...bought]));
    } catch (error) {
      if (error instanceof VisualsError) return undefined;
      throw error;
    }
  };
}

/**
 * Digest of what all assets of a project follow from, and of the manifest that names their files.
 * @param manifest its stamp, as it lies there
 * @returns undefined where there is no manifest, or nobody to sign what it names
 */
export async function digestBasis({ config, inputs, tools }: LoadedProject, workspace: Workspace, manifest: string | undefined): Promise<Digest | undefined> {
  if (manifest === undefined || manifest === '') return undefined;
  const { renderer, codec, painter } = tools;
  const signer = config.sign && (await describeSigner(config.sign, workspace));
  if (signer === 'missing') return undefined;
  const versions = [workspace.host.tool, inputs.localeData, renderer.version, codec.version, painter.version, signer];
  return computeDigest(JSON.stringify([versions, config.locales, config.output, config.sign, inputs.fonts.faces.map(({ digest }) => digest), manifest]));
}

/** What signatures follow from, besides what is signed. Where something is missing, it is told when something is to be signed. */
async function describeSigner(settings: SignSettings, workspace: Workspace): Promise<string | 'missing'> {
  const [{ openSigner }, { createCredentials }] = await Promise.all([import('./open-signer.ts'), import('./create-adapters.ts')]);
  try {
    return `${(await openSigner(settings, workspace)).certificate} ${(await createCredentials()).version}`;
  } catch (error) {
    if (error instanceof VisualsError) return 'missing';
    throw error;
  }
}

/** Whether an asset shows art that is bought, also by way of others. */
export function needsPurchase(asset: ResolvedAsset, assets: PlanInputs['assets']): boolean {
  return listLinked(asset, assets).some(isBought);
}

/** An asset and all whose art it shows, also by way of others. */
export function listLinked(asset: ResolvedAsset, assets: PlanInputs['assets'], found = new Set<ResolvedAsset>()): readonly ResolvedAsset[] {
  found.add(asset);
  for (const art of listArt(asset)) {
    const other = art.kind === 'asset' ? assets.get(art.asset)?.asset : undefined;
    if (other !== undefined && !found.has(other)) listLinked(other, assets, found);
  }
  return [...found];
}

/** Every piece of its art, those inside of others among them. */
export function listArt({ art, overrides }: ResolvedAsset): readonly Art[] {
  return [art, ...overrides.map((override) => override.art ?? {})].flatMap((arts) => Object.values(arts)).flatMap(listNested);
}

function isBought(asset: ResolvedAsset): boolean {
  return listArt(asset).some(({ kind }) => kind === 'generate' || kind === 'edit' || kind === 'translate');
}

/** What an asset's art and layout come from; undefined where its template could not be compiled. @throws VisualsError when a file of it is missing */
async function describeSources(asset: ResolvedAsset, { inputs, tools }: LoadedProject): Promise<Digest | undefined> {
  const template = inputs.templates.get(asset.template);
  if (template === undefined) return undefined;
  const arts = listArt(asset);
  const files: Digest[] = [];
  for (const path of arts.flatMap(listFiles)) files.push(await tools.files.digest(path));
  const colours = arts.flatMap((art) => listTokens(art, inputs));
  const palettes = expandVariants(asset.variants).map((variant) => {
    const tokens = inputs.brand.tokensFor(variant);
    return colours.map((path) => {
      const token = tokens.find(path);
      return [token?.css, token?.type];
    });
  });
  return computeDigest(JSON.stringify([asset, template.digest, template.contract, template.reads, files, palettes]));
}

/** Files that a piece of art is made from: its own, its mask, its prompt. */
function listFiles(art: Art): readonly string[] {
  if (art.kind === 'file') return [art.path];
  const prompt = 'prompt' in art && art.prompt.kind === 'file' ? [art.prompt.path] : [];
  return art.kind === 'edit' && art.mask !== undefined ? [...prompt, art.mask] : prompt;
}

/** Paths of the tokens that a piece of art is made from. A prompt that could not be compiled stops the project. */
function listTokens(art: Art, { prompts }: PlanInputs): readonly string[] {
  if (art.kind === 'procedural') return art.palette;
  return 'prompt' in art ? prompts.get(formatPromptName(art.prompt))!.reads.tokens : [];
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

/** Every message in these languages, as it would be found, with the limit that holds for it. */
function describeMessages(wanted: readonly string[], { keys, places }: AssetReads, { copy, config: { locales } }: LoadedProject): readonly unknown[] {
  return keys.map((key) => [
    key,
    copy.find(locales.source, key)?.limit,
    wanted.map((locale) => {
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
