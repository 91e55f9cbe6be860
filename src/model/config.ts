import type { Place } from './diagnostic.ts';
import type { FocalPoint, Insets, Size } from './geometry.ts';
import type { Json, JsonObject } from './json.ts';

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

/** A picture from the project's files. */
export interface FileArt {
  readonly kind: 'file';
  /** Relative to the root, forward slashes. */
  readonly path: string;
  readonly focus: FocalPoint;
  /** Whether right-to-left cells show it mirrored. */
  readonly mirror: boolean;
}

/** A picture drawn locally from a seed and colours of the brand. */
export interface ProceduralArt {
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

export type Art = FileArt | ProceduralArt;

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

/** One asset, normalised: every default is filled in, every name is resolved. */
export interface ResolvedAsset {
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
  readonly formats: readonly OutputFormat[];
  readonly only: readonly CellFilter[];
  readonly except: readonly CellFilter[];
  readonly overrides: readonly AssetOverride[];
  /** Where the definition stands, when known. */
  readonly place?: Place;
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
  };
  readonly assets: readonly ResolvedAsset[];
}

/** A value in `data` that is looked up in the copy for each locale: `{ message: 'bench.label' }`. */
export interface MessageReference {
  readonly message: string;
}

/** Whether a value of `data` is a {@link MessageReference}. */
export function isMessageReference(value: Json): value is { readonly message: string } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 1 && typeof (value as JsonObject)['message'] === 'string';
}
