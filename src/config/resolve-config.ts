import type {
  Art,
  AssetOverride,
  BrandSource,
  CellFilter,
  EncodeOptions,
  GeneratorAccount,
  NamedSize,
  OutputFormat,
  ResolvedAsset,
  ResolvedConfig,
  ResolvedLocales,
  SignSettings,
  StoreSettings,
} from '../model/config.ts';
import type { LocaleLimits, SlotLimits } from '../model/template.ts';
import { channelPresets } from './channel-presets.ts';
import { normalisePath } from './check-names.ts';
import { checkReferences } from './check-references.ts';
import { checkSeverities } from './check-severities.ts';
import { secretAt } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { describeIssue } from './describe-issues.ts';
import { findSecrets } from './find-secrets.ts';
import { defaultAccount, generatorNames } from './generator-defaults.ts';
import { createArtResolver, resolveRights } from './resolve-art.ts';
import type { ResolveArt } from './resolve-art.ts';
import { resolveChecks } from './resolve-checks.ts';
import { configSchema } from './schema.ts';
import type { ParsedConfig } from './schema.ts';

/** The config, or all that is wrong with it. */
export type Resolution =
  | { readonly config: ResolvedConfig; readonly problems: readonly [] }
  | { readonly config: undefined; readonly problems: readonly ConfigProblem[] };

/** Validates what the author's config evaluates to and fills in every default. The result shares nothing with the author's value and can't be changed. */
export function resolveConfig(author: unknown, file: string): Resolution {
  const parsed = configSchema.safeParse(author);
  const issues = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, author));
  const problems = [...findSecrets(author).map(secretAt), ...issues, ...checkReferences(author), ...checkSeverities(author)];
  if (!parsed.success || problems.length > 0) return { config: undefined, problems };
  return { config: freeze(fillIn(parsed.data, file)), problems: [] };
}

/** The defaults of `output.encode`. */
const defaultEncode: ResolvedConfig['output']['encode'] = {
  avif: { quality: 55, effort: 2 },
  webp: { quality: 82, effort: 4 },
  png: { quality: 100, effort: 0 },
  jpeg: { quality: 86, effort: 0 },
};

const defaultFormats: readonly OutputFormat[] = ['avif', 'webp', 'png'];

function fillIn(author: ParsedConfig, file: string): ResolvedConfig {
  const locales = resolveLocales(author.locales);
  const output = resolveOutput(author.output ?? {});
  const assets = Object.entries(author.assets).map(([id, asset]) =>
    resolveAsset(id, asset, { locales, output, resolveArt: createArtResolver(author), review: author.review ?? 'optional', checks: author.checks }),
  );
  return {
    file,
    brand: resolveBrand(author.brand),
    fonts: (author.fonts ?? []).map(normalisePath),
    locales,
    copy: (author.copy ?? ['copy/{locale}.json']).map(normalisePath),
    templates: normalisePath(author.templates ?? 'templates'),
    output,
    ...(author.provenance?.sign && { sign: resolveSign(author.provenance.sign) }),
    ...(author.store && { store: resolveStore(author.store) }),
    generators: Object.fromEntries(generatorNames.map((name) => [name, resolveAccount(author.generators?.[name] ?? {})])),
    budget: dropUndefined(author.budget ?? {}),
    assets,
  };
}

function resolveBrand(brand: ParsedConfig['brand']): BrandSource {
  if ('path' in brand) return { kind: 'file', path: normalisePath(brand.path) };
  return { kind: 'object', tokens: brand.tokens, modes: brand.modes ?? {} };
}

function resolveLocales({
  source,
  targets = [],
  fallback = {},
  fonts = {},
  direction = {},
  numbering = {},
  breaking = {},
}: ParsedConfig['locales']): ResolvedLocales {
  return { source, all: [source, ...targets], fallback, fonts, direction, numbering, breaking };
}

function resolveOutput({ dir, formats, encode, metadata }: NonNullable<ParsedConfig['output']>): ResolvedConfig['output'] {
  const options = (format: OutputFormat): EncodeOptions => ({ ...defaultEncode[format], ...dropUndefined(encode?.[format] ?? {}) });
  return {
    dir: normalisePath(dir ?? 'public/visuals'),
    formats: formats ?? defaultFormats,
    encode: { avif: options('avif'), webp: options('webp'), png: options('png'), jpeg: options('jpeg') },
    metadata: metadata ?? 'full',
  };
}

function resolveSign({ certificate, key }: NonNullable<NonNullable<ParsedConfig['provenance']>['sign']>): SignSettings {
  const path = normalisePath(certificate);
  if ('env' in key) return { certificate: path, key: { kind: 'env', name: key.env } };
  return { certificate: path, key: 'file' in key ? { kind: 'file', path: normalisePath(key.file) } : { kind: 'module', path: normalisePath(key.module) } };
}

function resolveStore({ url, endpoint, region, namespace, trusted = {}, key }: NonNullable<ParsedConfig['store']>): StoreSettings {
  return {
    url,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(namespace !== undefined && { namespace }),
    trusted,
    ...(key && { key: 'env' in key ? { kind: 'env', name: key.env } : { kind: 'file', path: normalisePath(key.file) } }),
  };
}

/** Of what is written about a generator, the account; the rest are defaults of art. */
function resolveAccount(author: NonNullable<NonNullable<ParsedConfig['generators']>['openai']>): GeneratorAccount {
  const { baseURL, perMinute, safetyIdentifier, concurrency, profile, sizeRules, partialImages, previewAccess } = author;
  return {
    ...(baseURL !== undefined && { baseURL }),
    ...(perMinute !== undefined && { perMinute }),
    concurrency: concurrency ?? defaultAccount.concurrency,
    profile: profile ?? defaultAccount.profile,
    sizeRules: sizeRules ?? defaultAccount.sizeRules,
    partialImages: partialImages ?? defaultAccount.partialImages,
    previewAccess: previewAccess ?? defaultAccount.previewAccess,
    ...(safetyIdentifier !== undefined && { safetyIdentifier }),
  };
}

function dropUndefined<Value>(record: { readonly [name: string]: Value | undefined }): { readonly [name: string]: Value } {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

type ParsedAsset = ParsedConfig['assets'][string];

interface AssetDefaults extends Pick<ResolvedConfig, 'locales' | 'output'> {
  readonly resolveArt: ResolveArt;
  readonly review: ResolvedAsset['review'];
  readonly checks: ParsedConfig['checks'];
}

function resolveAsset(id: string, asset: ParsedAsset, { locales, output, resolveArt, review, checks }: AssetDefaults): ResolvedAsset {
  return {
    id,
    template: asset.template,
    sizes: asset.sizes.map(resolveSize),
    locales: asset.locales ?? locales.all,
    variants: asset.variants ?? {},
    art: resolveArts(asset.art ?? {}, resolveArt),
    copy: asset.copy ?? '',
    alt: asset.alt,
    data: asset.data ?? {},
    slots: resolveSlots(asset.slots ?? {}),
    formats: asset.formats ?? output.formats,
    only: (asset.only ?? []).map(resolveFilter),
    except: (asset.except ?? []).map(resolveFilter),
    overrides: (asset.overrides ?? []).map((each) => resolveOverride(each, resolveArt)),
    review: asset.review ?? review,
    checks: resolveChecks(checks, asset.checks),
    ...(asset.policy && { policy: resolvePolicy(asset.policy) }),
    ...resolveRights(asset),
  };
}

function resolvePolicy({ people, likeness, claims }: NonNullable<ParsedAsset['policy']>): NonNullable<ResolvedAsset['policy']> {
  return { ...(people && { people }), ...(likeness && { likeness }), ...(claims && { claims }) };
}

function resolveSlots(slots: NonNullable<ParsedAsset['slots']>): ResolvedAsset['slots'] {
  const resolveLocales = (locales: NonNullable<(typeof slots)[string]['locales']>): LocaleLimits =>
    Object.fromEntries(Object.entries(locales).map(([name, limits]) => [name, dropUndefined(limits)]));
  return Object.fromEntries(
    Object.entries(slots).map(([slot, { locales, ...limits }]): [string, SlotLimits] => [
      slot,
      { ...dropUndefined(limits), ...(locales && { locales: resolveLocales(locales) }) },
    ]),
  );
}

function resolveSize(size: ParsedAsset['sizes'][number]): NamedSize {
  if (typeof size === 'string') {
    const { width, height, safeArea } = channelPresets[size];
    return { name: size, width, height, safeArea: { ...safeArea } };
  }
  const { name, width, height, safeArea: { top = 0, right = 0, bottom = 0, left = 0 } = {} } = size;
  return { name, width, height, safeArea: { top, right, bottom, left } };
}

function resolveArts(arts: NonNullable<ParsedAsset['art']>, resolve: ResolveArt): { readonly [slot: string]: Art } {
  return Object.fromEntries(Object.entries(arts).map(([slot, art]) => [slot, resolve(art)]));
}

type ParsedOverride = NonNullable<ParsedAsset['overrides']>[number];

function resolveFilter({ size, locale, variant }: ParsedOverride['when']): CellFilter {
  return { ...(size && { size }), ...(locale && { locale }), ...(variant && { variant }) };
}

function resolveOverride({ when, copy, art, data }: ParsedOverride, resolve: ResolveArt): AssetOverride {
  return { when: resolveFilter(when), ...(copy !== undefined && { copy }), ...(art && { art: resolveArts(art, resolve) }), ...(data && { data }) };
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) freeze<unknown>(each);
  return Object.freeze(value);
}
