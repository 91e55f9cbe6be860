import { isObject } from './json.ts';
import type { Severity } from './finding.ts';
import type { Box, FocalPoint, Insets, Size } from './geometry.ts';
import type { Json, JsonObject } from './json.ts';
import type { SlotLimits } from './template.ts';

/** Encoded picture formats that `visuals` writes. */
export type OutputFormat = 'avif' | 'webp' | 'png' | 'jpeg';

/** Encoder settings of one format, all filled in. `effort` is ignored by png and jpeg. */
export interface EncodeOptions {
  /** 1–100; for png it is ignored (lossless). */
  readonly quality: number;
  /** avif 0–9, webp 0–6. */
  readonly effort: number;
}

/** The six local generators. */
export type ProceduralKind = 'mesh-gradient' | 'flow-field' | 'tiling' | 'halftone' | 'topographic' | 'grain';

/** How long and where something may be shown. None of it is in a key. */
export interface Rights {
  /** The last day, `2027-03-31`. */
  readonly expires?: string;
  /** ISO 3166 codes of the only countries; absent for all. */
  readonly territories?: readonly string[];
}

/** A picture from the project's files. */
export interface FileArt extends Rights {
  readonly kind: 'file';
  /** Relative to the root, forward slashes. */
  readonly path: string;
  readonly focus: FocalPoint;
  /** Whether right-to-left cells show it mirrored. */
  readonly mirror: boolean;
}

/** A picture drawn locally from a seed and colours of the brand. */
export interface ProceduralArt extends Rights {
  readonly kind: 'procedural';
  readonly procedure: ProceduralKind;
  readonly seed: number;
  /** Token paths of colours, the ground first. */
  readonly palette: readonly string[];
  /** Settings of the kind; unknown ones are refused. Numbers from 0 to 1 unless the kind says otherwise. */
  readonly settings: { readonly [name: string]: number };
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

/** The art of a slot of another asset, as one of its cells of the same shape shows it. */
export interface AssetArt extends Rights {
  readonly kind: 'asset';
  readonly asset: string;
  readonly slot: string;
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

/** Where a prompt's text comes from. Both forms are Handlebars. */
export type PromptSource = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string };

/** How a provider is asked; every default is filled in. */
export interface PaidSettings {
  /** Name of the adapter, such as `openai`. */
  readonly generator: string;
  /** Which of the provider's doors a request goes through. */
  readonly api: 'images' | 'responses';
  readonly model: string;
  readonly quality: string;
  readonly format: 'png' | 'jpeg' | 'webp';
  /** 0–100, for jpeg and webp. */
  readonly compression?: number;
  readonly background: 'opaque' | 'transparent';
  readonly moderation: 'auto' | 'low';
  readonly complexity?: 'low' | 'medium' | 'high';
}

interface PaidArt extends Rights {
  readonly prompt: PromptSource;
  /** Pictures that the prompt may name as `Image 1`, `Image 2`, …; for an edit they follow the edited one. */
  readonly references: readonly Art[];
  /** How many pictures are bought to choose from. */
  readonly candidates: number;
  readonly settings: PaidSettings;
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

/** A plate from an image model. */
export interface GenerateArt extends PaidArt {
  readonly kind: 'generate';
}

/** An adaptation of a picture by an image model. */
export interface EditArt extends PaidArt {
  readonly kind: 'edit';
  readonly from: Art;
  /** A PNG with alpha, transparent where the model may paint; relative to the root. */
  readonly mask?: string;
  /** Whether the original pixels are put back outside the feathered mask. */
  readonly keepOutsideMask: boolean;
  /** Pixels over which the mask's edge fades. */
  readonly feather: number;
}

/** The words inside a picture, changed for each locale; the source locale shows the picture as it is. */
export interface TranslateArt extends Omit<PaidArt, 'prompt' | 'references'> {
  readonly kind: 'translate';
  readonly from: Art;
  /** Copy keys of the words in the picture. */
  readonly words: readonly string[];
}

/** What fills an image slot: from a file, a local generator, another asset, or an image model. */
export type Art = FileArt | ProceduralArt | AssetArt | GenerateArt | EditArt | TranslateArt;

/** What an account of a provider is asked for and allows; none of it is in a key. */
export interface GeneratorAccount {
  /** Only for compatible servers; the key is then sent there. */
  readonly baseURL?: string;
  /** Pictures a minute. */
  readonly perMinute?: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** `portable`: only what every compatible server understands. */
  readonly profile: 'full' | 'portable';
  /** Whether the model's own size rules hold there. */
  readonly sizeRules: boolean;
  /** Previews that are streamed while a picture is made, 0–3. */
  readonly partialImages: number;
  /** A stable, anonymous id of the end user, where the provider asks for one. */
  readonly safetyIdentifier?: string;
  /** Whether the account is let into what the provider offers as a preview. */
  readonly previewAccess: boolean;
}

/** A size of the matrix. */
export interface NamedSize extends Size {
  readonly name: string;
  /** Where nothing important may stand; all zero when the channel declares none. */
  readonly safeArea: Insets;
}

/** A rule that keeps or drops cells; absent axes match everything. */
export interface CellFilter {
  readonly size?: readonly string[];
  readonly locale?: readonly string[];
  readonly variant?: { readonly [axis: string]: readonly string[] };
}

/** Replaces parts of an asset in the cells that its filter matches. */
export interface AssetOverride {
  readonly when: CellFilter;
  readonly copy?: string;
  readonly art?: { readonly [slot: string]: Art };
  readonly data?: JsonObject;
}

/** A part of a card whose colour is a token's: the box of a text slot, padding and all, or a rectangle in shares of the card. */
export interface ColorRule {
  readonly token: string;
  readonly slot?: string;
  readonly region?: Box;
  /** Names of the sizes that it is about; absent for all. */
  readonly sizes?: readonly string[];
}

/** What the pictures of an asset have to keep; every default is filled in. */
export interface CheckSettings {
  /** Least contrast of text by WCAG 2; large text needs two thirds of it. */
  readonly contrast: number;
  /** Most busyness of what lies beneath a text, 0–1. */
  readonly copySpace: number;
  /** Most CIEDE2000 between a declared region and its token. */
  readonly colorDistance: number;
  readonly colors: readonly ColorRule[];
  /** `clearSpace` in heights of the logo, `smallest` in shares of the card's short side. */
  readonly logo: { readonly slot: string; readonly clearSpace: number; readonly smallest: number };
  readonly maxBytes: { readonly [format in OutputFormat]?: number };
  /** Most characters of an alternative text. */
  readonly altLength: number;
  /** Days before the end of a right or a model from which it is told. */
  readonly notice: number;
  /** Share of the pixels outside of a mask that a model may have changed visibly, 0–1. */
  readonly maskLeak: number;
  /** Image slot → what its plates may hold; copy keys are of words that they must show. */
  readonly art: { readonly [slot: string]: { readonly text: 'none' | 'any' | readonly string[] } };
  /** Check → how grave its findings are; what is absent is as the tool has it. */
  readonly severity: { readonly [check: string]: Severity };
}

/** What the author declares of who and what is shown. `open`: not settled yet, which is a finding. */
export interface Policy {
  /** Whether people are shown, and whether a model made them up. */
  readonly people?: 'none' | 'generated' | 'real';
  /** Whether somebody can be recognised, and agreed to it. */
  readonly likeness?: 'none' | 'released' | 'open';
  /** Whether something is claimed, and can be proven. */
  readonly claims?: 'none' | 'proven' | 'open';
}

/** One asset, normalised: every default is filled in, every name is resolved. */
export interface ResolvedAsset extends Rights {
  readonly id: string;
  readonly template: string;
  readonly sizes: readonly NamedSize[];
  readonly locales: readonly string[];
  /** Axis → values; no axes gives one variant. */
  readonly variants: { readonly [axis: string]: readonly string[] };
  readonly art: { readonly [slot: string]: Art };
  /** Prefix of the copy keys that fill the text slots, such as `springLaunch`; empty when the slots' names are the keys. */
  readonly copy: string;
  /** Copy key of the alternative text. */
  readonly alt: string;
  readonly data: JsonObject;
  /** Text slot → what differs from the template's contract. */
  readonly slots: { readonly [slot: string]: SlotLimits };
  readonly formats: readonly OutputFormat[];
  readonly only: readonly CellFilter[];
  readonly except: readonly CellFilter[];
  readonly overrides: readonly AssetOverride[];
  /** Whether `check` fails while pictures of it are not approved. */
  readonly review: 'required' | 'optional';
  readonly checks: CheckSettings;
  /** Absent when nothing is declared. */
  readonly policy?: Policy;
}

/** Brand tokens: a DTCG file (a resolver document or a plain token file), or an object in the config. */
export type BrandSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'object'; readonly tokens: JsonObject; readonly modes: { readonly [axis: string]: { readonly [mode: string]: JsonObject } } };

/** Languages of the project. */
export interface ResolvedLocales {
  readonly source: string;
  /** Source first, then targets in the author's order. */
  readonly all: readonly string[];
  /** Locale → locales to look in when a message is missing, in order. Empty: a missing message is an error. */
  readonly fallback: { readonly [locale: string]: readonly string[] };
  /** Locale → font families, tried in order before the brand's own. */
  readonly fonts: { readonly [locale: string]: readonly string[] };
  /** Locale → direction, where it is not that of the script. */
  readonly direction: { readonly [locale: string]: 'ltr' | 'rtl' };
  /** Locale → numbering system of CLDR, such as `latn`, where it is not the language's own. */
  readonly numbering: { readonly [locale: string]: string };
  /** Locale → language whose rules tell where lines may end, where it is not the locale's own. */
  readonly breaking: { readonly [locale: string]: string };
}

/** What pictures are signed with (C2PA). The key itself is never in the config. */
export interface SignSettings {
  /** PEM file of the certificate and those that vouch for it, the signer's first; relative to the root. */
  readonly certificate: string;
  /** Where the private key is: a PEM in an environment variable, a PEM file, or a module of the project that signs by itself. */
  readonly key:
    | { readonly kind: 'env'; readonly name: string }
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'module'; readonly path: string };
}

/** Where a team keeps results together, and whom it believes. The environment may say otherwise. */
export interface StoreSettings {
  /** `https://…`, `s3://<bucket>/<prefix>`, or a folder. */
  readonly url: string;
  /** Server of a bucket that is not Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly namespace?: string;
  /** Namespace, or the beginning of some with `*` behind it → public keys. */
  readonly trusted: { readonly [namespace: string]: readonly string[] };
  /** Where the key that signs is, if it is anywhere. */
  readonly key?: { readonly kind: 'env'; readonly name: string } | { readonly kind: 'file'; readonly path: string };
}

/** The author's config after validation: deep-readonly, plain data, defaults filled in. Nothing past `config/` sees the author's type. */
export interface ResolvedConfig {
  /** Relative to the root. */
  readonly file: string;
  readonly brand: BrandSource;
  /** Globs of the only fonts there are. */
  readonly fonts: readonly string[];
  readonly locales: ResolvedLocales;
  /** Patterns with `{locale}`. */
  readonly copy: readonly string[];
  /** Folder of the project's own templates; shipped ones are found by name. */
  readonly templates: string;
  readonly output: {
    readonly dir: string;
    readonly formats: readonly OutputFormat[];
    readonly encode: { readonly [format in OutputFormat]: EncodeOptions };
    /** Whether pictures say where they came from (XMP). */
    readonly metadata: 'full' | 'none';
  };
  /** Who signs pictures; absent when nobody does. */
  readonly sign?: SignSettings;
  /** What results are shared through; absent when the config names no store. */
  readonly store?: StoreSettings;
  /** Adapter name → account. */
  readonly generators: { readonly [name: string]: GeneratorAccount };
  /** US dollars. */
  readonly budget: { readonly perBuild?: number; readonly perMonth?: number };
  readonly assets: readonly ResolvedAsset[];
}

/** Whether a value of `data` is looked up in the copy for each locale: `{ message: 'bench.label' }`. */
export function isMessageReference(value: Json): value is { readonly message: string } {
  return isObject(value) && Object.keys(value).length === 1 && typeof value['message'] === 'string';
}
