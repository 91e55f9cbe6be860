import type { Register } from '../config/define-config.ts';
import type { OutputFormat } from '../model/config.ts';
import type { Variant } from '../model/matrix.ts';
import type { DigitalSource } from '../model/provenance.ts';

/** One format of a picture, in all the widths that were asked for. */
export interface VisualSource {
  readonly format: OutputFormat;
  /** Such as `image/avif`. */
  readonly type: string;
  /** Address of the widest. */
  readonly src: string;
  readonly srcset: string;
}

/** A picture on a page: all that its markup needs. */
export interface Visual {
  readonly id: string;
  /** Name of the size; the widest, when several were asked for. */
  readonly size: string;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly variant: Variant;
  /** Address of the format that everything understands. */
  readonly src: string;
  /** The same format in all widths: `/visuals/a.png 600w, /visuals/b.png 1200w`. */
  readonly srcset: string;
  /** How wide the picture is shown, when the page says nothing else: never wider than it is. */
  readonly sizes: string;
  readonly width: number;
  readonly height: number;
  /** In the picture's language. */
  readonly alt: string;
  /** A tiny picture as a data URI; empty where the picture has transparency. */
  readonly placeholder: string;
  /** The colour that most of it has, for CSS; empty when it is not known. */
  readonly color: string;
  /** Every format, the smallest files first; the last is that of `src`. */
  readonly sources: readonly VisualSource[];
  /** What the picture came from, as the IPTC names it; absent when it is not known. */
  readonly digitalSource?: DigitalSource;
}

interface AnyAsset {
  readonly sizes: string;
  readonly locales: string;
  readonly variants: { readonly [axis: string]: string };
}

type Assets = Register extends { readonly assets: infer Value } ? Value : { readonly [id: string]: AnyAsset };

/** Id of an asset of the site. */
export type VisualId = keyof Assets & string;

/** A locale of the site. */
export type SiteLocale = Register extends { readonly locales: infer Value extends string } ? Value : string;

type Part<Id extends VisualId, Key extends keyof AnyAsset> = Assets[Id] extends { readonly [Each in Key]: infer Value } ? Value : AnyAsset[Key];
type IsUnion<Value, Whole = Value> = Value extends unknown ? ([Whole] extends [Value] ? false : true) : never;
type NeedsLocale<Id extends VisualId> = true extends IsUnion<Part<Id, 'locales'>> ? true : false;

/** Which picture of an asset is wanted. */
export type VisualOptions<Id extends VisualId = VisualId> = {
  /** Default the asset's first; several of one shape are offered to the browser to choose from. */
  readonly size?: Part<Id, 'sizes'> | readonly Part<Id, 'sizes'>[];
  /** Axis → value; default the first of each axis. */
  readonly variant?: { readonly [Axis in keyof Part<Id, 'variants'>]?: Part<Id, 'variants'>[Axis] };
} & (NeedsLocale<Id> extends true ? { readonly locale: Part<Id, 'locales'> } : { readonly locale?: Part<Id, 'locales'> });

/** Gives a picture of the project; `locale` may be left out where an asset has one only. */
export type VisualFunction = <const Id extends VisualId>(
  id: Id,
  ...options: NeedsLocale<Id> extends true ? [options: VisualOptions<Id>] : [options?: VisualOptions<Id>]
) => Visual;
