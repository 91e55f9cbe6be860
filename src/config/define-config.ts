import type { EncodeOptions, OutputFormat, ProceduralKind } from '../model/config.ts';
import type { FocalPoint, Insets, Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { ChannelPresetName } from './channel-presets.ts';

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
export type AssetId = keyof Registered<'assets', { readonly [id: string]: unknown }> & string;

type ImageSlotName<Name extends TemplateName> = Part<Name, 'images', string>;
type OptionalImageSlotName<Name extends TemplateName> = Part<Name, 'optionalImages', string>;
type DataOf<Name extends TemplateName> = Part<Name, 'data', object>;
type Part<Name extends TemplateName, Key extends string, Kind> = Templates[Name] extends { readonly [Each in Key]: infer Value extends Kind } ? Value : never;

/** Where a picture's subject is, and whether it may be mirrored. */
export interface FramingOptions {
  /** What cropping keeps, as shares of width and height; default the centre. */
  readonly focus?: FocalPoint;
  /** Whether right-to-left cells show it mirrored; default false for files, true for procedural art. */
  readonly mirror?: boolean;
}

/** What {@link file} gives. */
export interface FileArtDefinition extends FramingOptions {
  readonly kind: 'file';
  readonly path: string;
}

/** What {@link procedural} takes. */
export interface ProceduralOptions extends FramingOptions {
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

/** Art of an image slot. */
export type ArtDefinition = FileArtDefinition | ProceduralArtDefinition;

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
  readonly size?: OneOrMany<SizeName>;
  readonly locale?: OneOrMany<LocaleName>;
  readonly variant?: { readonly [Axis in keyof Axes]?: OneOrMany<Axes[Axis]> };
}

type NoEntries = { readonly [name: string]: never };
type ArtOf<Name extends TemplateName> = [ImageSlotName<Name> | OptionalImageSlotName<Name>] extends [never]
  ? NoEntries
  : { readonly [Slot in ImageSlotName<Name>]: ArtDefinition } & { readonly [Slot in OptionalImageSlotName<Name>]?: ArtDefinition };
type DataShape<Name extends TemplateName> = [keyof DataOf<Name>] extends [never] ? NoEntries : DataOf<Name>;

interface CommonAsset<Name extends TemplateName> {
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
  /** Default: those of `output`. */
  readonly formats?: readonly OutputFormat[];
  /** Keeps the cells that match one of these. */
  readonly only?: OneOrMany<CellFilterDefinition>;
  /** Drops the cells that match one of these. */
  readonly except?: OneOrMany<CellFilterDefinition>;
  /** Other copy, art or data in some cells; a later one wins. */
  readonly overrides?: readonly OverrideDefinition<Name>[];
}

/** Replaces parts of an asset where its filter matches. */
export interface OverrideDefinition<Name extends TemplateName = TemplateName> {
  readonly when: CellFilterDefinition;
  readonly copy?: CopyPrefix;
  readonly art?: Partial<ArtOf<Name>>;
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
  readonly locales: {
    /** The language that copy is written in first. */
    readonly source: string;
    readonly targets?: readonly string[];
    /** Locale → locales to look in for a message that is missing, in order; default none, so that a missing message is an error. */
    readonly fallback?: { readonly [locale: string]: readonly string[] };
    /** Locale → font families to try before the brand's own. */
    readonly fonts?: { readonly [locale: string]: readonly string[] };
  };
  /** Copy files, `{locale}` standing for the locale; default `copy/{locale}.json`. */
  readonly copy?: string | readonly string[];
  /** Folder of the project's own templates; default `templates`. */
  readonly templates?: string;
  readonly output?: {
    /** Default `public/visuals`. */
    readonly dir?: string;
    /** Default avif, webp and png. */
    readonly formats?: readonly OutputFormat[];
    readonly encode?: { readonly [Format in OutputFormat]?: Partial<EncodeOptions> };
  };
  readonly assets: { readonly [id: string]: AssetDefinition };
}
