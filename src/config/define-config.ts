import type { EncodeOptions, GeneratorAccount, OutputFormat, PaidSettings, Policy, ProceduralKind, Rights } from '../model/config.ts';
import type { CheckName, Severity } from '../model/finding.ts';
import type { Box, FocalPoint, Insets, Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { SlotLimits } from '../model/template.ts';
import type { ChannelPresetName } from './channel-presets.ts';
import type { CustomCheck } from './define-check.ts';
import type { GeneratorName } from './generator-defaults.ts';

/**
 * What the project has, as types: templates with their slots and data, token paths, copy keys, locales, sizes, variants, assets. `visuals types`
 * writes it to `.visuals/types.d.ts`, which augments this interface in the module `visuals`; without that file every name is a plain string.
 */
export interface Register {}

/** Declares a project's pictures. Goes, as default export, into `visuals.config.ts`. */
export function defineConfig(config: VisualsConfig): VisualsConfig {
  return config;
}

/** Declares brand tokens in TypeScript, in the form of DTCG groups and tokens. */
export function defineBrand(brand: BrandOptions): BrandDefinition {
  return { kind: 'object', ...brand };
}

/** A picture from the project's files: png, jpeg, webp, avif or svg; the path is relative to the root. */
export function file(path: string, options: FramingOptions = {}): FileArtDefinition {
  return { kind: 'file', path, ...options };
}

/** A picture drawn locally from a seed and colours of the brand: free, and the same on every machine. */
export function procedural({ kind, ...options }: ProceduralOptions): ProceduralArtDefinition {
  return { kind: 'procedural', procedure: kind, ...options };
}

/** A plate from an image model, bought once for each family of shapes and kept. */
export function generate(options: GenerateOptions): GenerateArtDefinition {
  return { kind: 'generate', ...options };
}

/** An adaptation of a picture by an image model. */
export function edit(options: EditOptions): EditArtDefinition {
  return { kind: 'edit', ...options };
}

/** A picture whose words an image model changes for each locale; the source locale shows it as it is. */
export function translate(options: TranslateOptions): TranslateArtDefinition {
  return { kind: 'translate', ...options };
}

/** Art of another asset: `asset('hero').art.background` shows the very picture that fills that slot there, and framing of one's own may be given. */
export function asset<const Id extends AssetId>(id: Id, framing: FramingOptions = {}): AssetReference<Id> {
  const get = (_: unknown, slot: string | symbol): AssetArtDefinition | undefined =>
    typeof slot === 'string' ? { kind: 'asset', asset: id, slot, ...framing } : undefined;
  return { art: new Proxy({}, { get }) as AssetReference<Id>['art'] };
}

/** A value in `data` that is looked up in the copy of each locale. */
export function message(key: CopyKey): MessageDefinition {
  return { message: key };
}

type Registered<Name extends string, Fallback> = Register extends { readonly [Each in Name]: infer Value } ? Value : Fallback;

interface AnyTemplate {
  readonly texts: string;
  readonly images: never;
  readonly optionalImages: string;
  readonly data: { readonly [name: string]: unknown };
}

type Templates = Registered<'templates', { readonly [name: string]: AnyTemplate }>;
type Assets = Registered<'assets', { readonly [id: string]: { readonly art: string } }>;
type Axes = Registered<'variants', { readonly [axis: string]: string }>;

/** Name of a template of the project or of the tool. */
export type TemplateName = keyof Templates & string;
/** Path of a token of the brand, such as `color.accent`. */
export type TokenPath = Registered<'tokens', string>;
/** Key of a message. */
export type CopyKey = Registered<'keys', string>;
/** What message keys begin with: `springLaunch` of `springLaunch.headline`. */
export type CopyPrefix = Registered<'prefixes', string>;
/** A locale of the project. */
export type LocaleName = Registered<'locales', string>;
/** Name of a size that some asset has. */
export type SizeName = Registered<'sizes', string>;
/** Id of an asset of the project. */
export type AssetId = keyof Assets & string;

type ArtSlotName<Id extends AssetId> = Assets[Id] extends { readonly art: infer Slot extends string } ? Slot : string;
/** Until the project's names are registered, nobody knows which slots there are, and strict settings of the compiler make each of them perhaps undefined. */
type Unregistered = 'assets' extends keyof Register ? never : undefined;

type ImageSlotName<Name extends TemplateName> = Part<Name, 'images', string>;
type OptionalImageSlotName<Name extends TemplateName> = Part<Name, 'optionalImages', string>;
type DataOf<Name extends TemplateName> = Part<Name, 'data', object>;
type Part<Name extends TemplateName, Key extends string, Kind> = Templates[Name] extends { readonly [Each in Key]: infer Value extends Kind } ? Value : never;

/** Where a picture's subject is, whether it may be mirrored, and how long and where it may be shown. */
export interface FramingOptions extends Rights {
  /** What cropping keeps, as shares of width and height; default the centre. */
  readonly focus?: FocalPoint;
  /** Whether right-to-left cells show it mirrored; default true for what is drawn or generated, false for files, and that of the picture it is made from. */
  readonly mirror?: boolean;
}

/** What {@link file} gives. */
export interface FileArtDefinition extends FramingOptions {
  readonly kind: 'file';
  readonly path: string;
}

/** What {@link procedural} takes. */
export interface ProceduralOptions extends FramingOptions {
  /** What is drawn. */
  readonly kind: ProceduralKind;
  /** A whole number from 0 to 4294967295: another one gives another picture. */
  readonly seed: number;
  /** Colour tokens, the ground first. */
  readonly palette: readonly TokenPath[];
  /** Settings of the kind. */
  readonly settings?: { readonly [name: string]: number };
}

/** What {@link procedural} gives. */
export interface ProceduralArtDefinition extends Omit<ProceduralOptions, 'kind'> {
  readonly kind: 'procedural';
  readonly procedure: ProceduralKind;
}

/** How a provider is asked. What is left out comes from `generators`, and then from the tool. */
export interface PaidSettingsOptions {
  /** Default `images`. */
  readonly api?: PaidSettings['api'];
  /** A dated snapshot; default `gpt-image-2-2026-04-21`. */
  readonly model?: string;
  /** Such as `low`, `medium` or `high`; default `medium`. Never `auto`. */
  readonly quality?: string;
  /** What the provider encodes the picture as; default `png`. */
  readonly format?: PaidSettings['format'];
  /** 0–100, for jpeg and webp. */
  readonly compression?: number;
  /** Default `opaque`. */
  readonly background?: PaidSettings['background'];
  /** Default `auto`. */
  readonly moderation?: PaidSettings['moderation'];
  /** For newer models; default what the model does by itself. */
  readonly complexity?: NonNullable<PaidSettings['complexity']>;
}

interface PurchaseOptions extends PaidSettingsOptions {
  /** Default `openai`. */
  readonly generator?: GeneratorName;
  /** How many pictures are bought to choose from, 1–10; default 1. */
  readonly candidates?: number;
}

interface PromptOptions {
  /** A path that ends in `.hbs`, relative to the root, or the words themselves; both are Handlebars. */
  readonly prompt: string;
  /** Pictures that the prompt may name as `Image 1`, `Image 2`, …; at most 16, or 15 beside one that is edited. */
  readonly references?: readonly (ArtDefinition | Unregistered)[];
}

/** What {@link generate} takes. */
export interface GenerateOptions extends PromptOptions, PurchaseOptions, FramingOptions {}

/** What {@link generate} gives. */
export interface GenerateArtDefinition extends GenerateOptions {
  readonly kind: 'generate';
}

/** What {@link edit} takes. */
export interface EditOptions extends PromptOptions, PurchaseOptions, FramingOptions {
  /** The picture to edit: `Image 1` of the prompt, before the references. */
  readonly from: ArtDefinition | Unregistered;
  /** Path of a PNG with alpha, transparent where the model may paint. */
  readonly mask?: string;
  /** Whether the original pixels are put back outside the mask; default false. */
  readonly keepOutsideMask?: boolean;
  /** Pixels over which the mask's edge fades, 0–256; default 8. */
  readonly feather?: number;
}

/** What {@link edit} gives. */
export interface EditArtDefinition extends EditOptions {
  readonly kind: 'edit';
}

/** What {@link translate} takes. Words are never mirrored. */
export interface TranslateOptions extends PurchaseOptions, Pick<FramingOptions, 'focus' | keyof Rights> {
  /** The picture in the source language. */
  readonly from: ArtDefinition | Unregistered;
  /** Keys of the messages that stand in the picture. */
  readonly words: readonly CopyKey[];
}

/** What {@link translate} gives. */
export interface TranslateArtDefinition extends TranslateOptions {
  readonly kind: 'translate';
}

/** What {@link asset} gives. */
export interface AssetReference<Id extends AssetId = AssetId> {
  /** Image slot → the art that fills it. */
  readonly art: { readonly [Slot in ArtSlotName<Id>]: AssetArtDefinition };
}

/** A slot of {@link AssetReference}. */
export interface AssetArtDefinition extends FramingOptions {
  readonly kind: 'asset';
  readonly asset: AssetId;
  readonly slot: string;
}

/** Art of an image slot. */
export type ArtDefinition =
  | FileArtDefinition
  | ProceduralArtDefinition
  | AssetArtDefinition
  | GenerateArtDefinition
  | EditArtDefinition
  | TranslateArtDefinition;

/** A provider's account, and defaults for the art that is bought there. */
export interface GeneratorOptions extends PaidSettingsOptions {
  /** Of a compatible server, `https://…` or on this machine; the key is then sent there. */
  readonly baseURL?: string;
  /** Pictures a minute that the account allows. */
  readonly perMinute?: number;
  /** Requests under way at once, 1–64; default 2. */
  readonly concurrency?: number;
  /** `portable` sends only what every compatible server understands; default `full`. */
  readonly profile?: GeneratorAccount['profile'];
  /** Whether the model's own size rules hold there; default true. */
  readonly sizeRules?: boolean;
  /** Previews while a picture is made, 0–3; default 0. Each may cost a little. */
  readonly partialImages?: number;
  /** A stable, anonymous id of the end user. */
  readonly safetyIdentifier?: string;
  /** Whether the account is let into what the provider offers as a preview, such as a transparent background of gpt-image-2; default false. */
  readonly previewAccess?: boolean;
}

/** What {@link message} gives. */
export interface MessageDefinition {
  readonly message: CopyKey;
}

/** What {@link defineBrand} takes. */
export interface BrandOptions {
  /** DTCG groups and tokens, modes left out. */
  readonly tokens: JsonObject;
  /** Axis → mode → the tokens that it replaces, such as `{ theme: { dark: { … } } }`. */
  readonly modes?: { readonly [axis: string]: { readonly [mode: string]: JsonObject } };
}

/** What {@link defineBrand} gives. */
export interface BrandDefinition extends BrandOptions {
  readonly kind: 'object';
}

/** A size of the author's own. */
export interface CustomSize extends Size {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  /** Insets in px where nothing important may stand; default none. */
  readonly safeArea?: Partial<Insets>;
}

type OneOrMany<Value> = Value | readonly Value[];

/** Which cells a rule is about; axes that are left out match everything. */
export interface CellFilterDefinition {
  /** Names of sizes. */
  readonly size?: OneOrMany<SizeName>;
  /** Locales of the project. */
  readonly locale?: OneOrMany<LocaleName>;
  /** Axis → its values, such as `{ theme: 'dark' }`. */
  readonly variant?: { readonly [Axis in keyof Axes]?: OneOrMany<Axes[Axis]> };
}

type NoEntries = { readonly [name: string]: never };
type ArtOf<Name extends TemplateName> = [ImageSlotName<Name> | OptionalImageSlotName<Name>] extends [never]
  ? NoEntries
  : { readonly [Slot in ImageSlotName<Name>]: ArtDefinition } & { readonly [Slot in OptionalImageSlotName<Name>]?: ArtDefinition };
/** Names that messages mention, such as `price` of `from {price}`; an asset's data gives them too. */
type MessageValue = Registered<'values', never>;
type DataShape<Name extends TemplateName> = [keyof DataOf<Name> | MessageValue] extends [never]
  ? NoEntries
  : DataOf<Name> & { readonly [Each in Exclude<MessageValue, keyof DataOf<Name>>]?: string | number | boolean | null };

interface CommonAsset<Name extends TemplateName> extends Rights {
  /** A folder of `templates`, or one that ships with the tool. */
  readonly template: Name;
  /** Names of channels, or sizes of one's own. */
  readonly sizes: readonly (ChannelPresetName | CustomSize)[];
  /** Default: all locales of the project. */
  readonly locales?: readonly LocaleName[];
  /** Axis → values, such as `{ theme: ['light', 'dark'] }`; default a single variant. */
  readonly variants?: { readonly [axis: string]: readonly string[] };
  /** What the keys of the text slots' messages begin with: `springLaunch` takes `springLaunch.headline` for the slot `headline`. */
  readonly copy?: CopyPrefix;
  /** Key of the alternative text. */
  readonly alt: CopyKey;
  /** What differs from the template's text slots: sizes in hundredths of the short side, lines, and the same for single languages. */
  readonly slots?: { readonly [slot: string]: SlotLimits };
  /** Default: those of `output`. */
  readonly formats?: readonly OutputFormat[];
  /** Keeps the cells that match one of these. */
  readonly only?: OneOrMany<CellFilterDefinition>;
  /** Drops the cells that match one of these. */
  readonly except?: OneOrMany<CellFilterDefinition>;
  /** Other copy, art or data in some cells; a later one wins. */
  readonly overrides?: readonly OverrideDefinition<Name>[];
  /** Whether `visuals check` fails while its pictures are not approved; default what the config says. */
  readonly review?: 'required' | 'optional';
  /** What `visuals check` asks of its pictures; default what the config says. */
  readonly checks?: ChecksOptions;
  /** Who and what is shown: `visuals check` reports it. */
  readonly policy?: Policy;
}

/** What `visuals check` asks of pictures. */
export interface ChecksOptions {
  /** Least contrast of text over the real pixels beneath it, by WCAG 2; large text (24 px and more) needs two thirds of it. Default 4.5. */
  readonly contrast?: number;
  /** Most busyness of what lies beneath a text, from 0 (flat) to 1; default 0.06. */
  readonly copySpace?: number;
  /** Most distance by CIEDE2000 between a region of `colors` and its token; default 2. */
  readonly colorDistance?: number;
  /** Parts of the card whose colour is a token's. */
  readonly colors?: readonly ColorRuleOptions[];
  /** Where the logo is, and the room that it needs. */
  readonly logo?: {
    /** Its image slot; default `logo`. */
    readonly slot?: string;
    /** Clear space round it, in heights of its own; default 0.4. */
    readonly clearSpace?: number;
    /** Its least height, as a share of the card's short side; default 0.04. */
    readonly smallest?: number;
  };
  /** Most bytes of a file. */
  readonly maxBytes?: { readonly [Format in OutputFormat]?: number };
  /** Most characters of an alternative text; default 250. */
  readonly altLength?: number;
  /** Days before something expires from which it is told; default 30. */
  readonly notice?: number;
  /** Share of the pixels outside of an edit's mask that the model may have changed, 0–1; default 0.02. */
  readonly maskLeak?: number;
  /** Image slot → whether words may stand in its plates, or the copy keys of those that must; default `any`. The words of `translate` are looked for in any case. */
  readonly art?: { readonly [slot: string]: { readonly text?: 'none' | 'any' | readonly CopyKey[] } };
  /** How grave findings are, by check; those of the project's own go by their names. */
  readonly severity?: { readonly [check in CheckName]?: Severity } & { readonly [check: string]: Severity };
  /** Checks of the project's own, from `defineCheck`. */
  readonly custom?: readonly CustomCheck[];
}

/** A part of the card, and the token whose colour it has: the box of a text slot, or a rectangle in shares of the card. */
export interface ColorRuleOptions {
  /** The colour that is wanted. */
  readonly token: TokenPath;
  /** The box of this text slot; either it or `region` is given. */
  readonly slot?: string;
  /** Left, top, width and height as shares of the card, 0–1. */
  readonly region?: Box;
  /** Only in these sizes; default all. */
  readonly sizes?: readonly SizeName[];
}

/** Replaces parts of an asset where its filter matches. */
export interface OverrideDefinition<Name extends TemplateName = TemplateName> {
  /** The cells that it is about. */
  readonly when: CellFilterDefinition;
  /** What the message keys begin with there. */
  readonly copy?: CopyPrefix;
  /** Image slot → the art that fills it there. */
  readonly art?: Partial<ArtOf<Name>>;
  /** The fields of `data` that differ there. */
  readonly data?: Partial<DataShape<Name>>;
}

/** A member is asked for only when it has something that must be given. */
type MemberOf<Key extends string, Value> = {} extends Value ? { readonly [Each in Key]?: Value } : { readonly [Each in Key]: Value };

type AssetOf<Name extends TemplateName> = CommonAsset<Name> & MemberOf<'art', ArtOf<Name>> & MemberOf<'data', DataShape<Name>>;

/** An asset: a template with its copy, art and data, in all its sizes, locales and variants. */
export type AssetDefinition = { readonly [Name in TemplateName]: AssetOf<Name> }[TemplateName];

/** What the author writes. */
export interface VisualsConfig {
  /** A DTCG token file, or tokens from {@link defineBrand}. */
  readonly brand: string | BrandDefinition;
  /** Globs of the only fonts there are; `node_modules/…` is fine. Default none. */
  readonly fonts?: readonly string[];
  /** The languages that pictures are made in. */
  readonly locales: {
    /** The language that copy is written in first. */
    readonly source: string;
    /** The other languages, as BCP 47 tags. */
    readonly targets?: readonly string[];
    /** Locale → locales to look in for a message that is missing, in order; default none, so that a missing message is an error. */
    readonly fallback?: { readonly [locale: string]: readonly string[] };
    /** Locale → font families to try before the brand's own. */
    readonly fonts?: { readonly [locale: string]: readonly string[] };
    /** Locale → direction, where it is not that of its script. */
    readonly direction?: { readonly [locale: string]: 'ltr' | 'rtl' };
    /** Locale → numbering system of CLDR, such as `latn` or `arab`, where it is not the language's own; a tag such as `ar-u-nu-latn` says the same. */
    readonly numbering?: { readonly [locale: string]: string };
    /** Locale → language whose rules tell where lines may end, such as `th`, where it is not its own. */
    readonly breaking?: { readonly [locale: string]: string };
  };
  /** Copy files, `{locale}` standing for the locale; default `copy/{locale}.json`. */
  readonly copy?: string | readonly string[];
  /** Folder of the project's own templates; default `templates`. */
  readonly templates?: string;
  /** What is published, and where. */
  readonly output?: {
    /** The folder of pictures and manifest, which holds nothing else; default `public/visuals`. */
    readonly dir?: string;
    /** The formats of every picture; default avif, webp and png. */
    readonly formats?: readonly OutputFormat[];
    /** Format → quality and effort, where they are not the tool's own. */
    readonly encode?: { readonly [Format in OutputFormat]?: Partial<EncodeOptions> };
    /** Whether pictures say in XMP where they came from, and their alternative text; default `full`. Nothing else of metadata is ever in them. */
    readonly metadata?: 'full' | 'none';
  };
  /** Signs every published picture (C2PA), so that others can tell that it is yours and unchanged. Needs the package `@contentauth/c2pa-wasm`. */
  readonly provenance?: {
    /** With whose certificate; without it nothing is signed. */
    readonly sign?: {
      /** PEM file with the certificate and those that vouch for it, the signer's first. */
      readonly certificate: string;
      /** A PEM in an environment variable or in a file, or a module whose default export signs: `(bytes: Uint8Array, algorithm: string) => Promise<Uint8Array>`. */
      readonly key: { readonly env: string } | { readonly file: string } | { readonly module: string };
    };
  };
  /** A store that a team shares, so that what one machine made no other one has to. `VISUALS_STORE_URL` and its kin may say it instead; see docs/sharing.md. */
  readonly store?: StoreOptions;
  /** Accounts of providers. Keys never stand here: they come from the environment. */
  readonly generators?: { readonly [Name in GeneratorName]?: GeneratorOptions };
  /** What may be spent, in US dollars; default nothing without being asked. */
  readonly budget?: {
    /** What a build may spend without asking, except on a build server. */
    readonly perBuild?: number;
    /** What all builds of a calendar month may spend together, by the ledger of this machine. */
    readonly perMonth?: number;
  };
  /** Whether `visuals check` fails while pictures are not approved; default `optional`. */
  readonly review?: 'required' | 'optional';
  /** What `visuals check` asks of all pictures; an asset may say otherwise. */
  readonly checks?: ChecksOptions;
  /** Id → what it shows; small letters, digits and hyphens. */
  readonly assets: { readonly [id: string]: AssetDefinition };
}

/** What results are shared through. Nothing is written without a key, and nothing is believed that none of the trusted keys signed. */
export interface StoreOptions {
  /** `https://cache.example.com/visuals`, `s3://bucket/prefix`, or a folder such as `/mnt/share/visuals`. Passwords and tokens come from the environment. */
  readonly url: string;
  /** For a bucket that is not Amazon's: the address of its server. */
  readonly endpoint?: string;
  /** Region of a bucket; default `us-east-1`. */
  readonly region?: string;
  /** Whose results these are: `main` for the protected branch, such as `pr-12` for a pull request; default `main`. */
  readonly namespace?: string;
  /** Namespace, or `pr-*` for all that begin so → the public keys whose entries are believed there. */
  readonly trusted?: { readonly [namespace: string]: string | readonly string[] };
  /** Where the secret key is that signs what this machine writes; default `{ env: 'VISUALS_STORE_KEY' }`. */
  readonly key?: { readonly env: string } | { readonly file: string };
}
