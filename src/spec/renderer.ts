import type { Box, Raster, Size } from '../model/geometry.ts';

/** An element or a text of a card, as parsed from the template's markup. */
export type RenderNode = RenderElement | RenderText | RenderImage;

interface RenderAttributes {
  readonly tag: string;
  readonly classes: readonly string[];
  readonly id?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly lang?: string;
  /** Inline declarations, CSS names (`font-size`, `--accent`) → values. */
  readonly style: { readonly [property: string]: string };
  /** All other attributes, `data-slot` among them. */
  readonly attributes: { readonly [name: string]: string };
}

/** A box with children. */
export interface RenderElement extends RenderAttributes {
  readonly type: 'element';
  readonly children: readonly RenderNode[];
}

/** An element that holds nothing but text, or a bare text between elements (tag `span`). */
export interface RenderText extends RenderAttributes {
  readonly type: 'text';
  readonly text: string;
}

/** A picture; `source` names an entry of {@link RenderDocument.images}. */
export interface RenderImage extends RenderAttributes {
  readonly type: 'image';
  readonly source: string;
}

/** A font face as bytes, registered under an explicit name. Several of one family, weight and style are pieces of one design; the first that has a cluster draws it. */
export interface FontFace {
  readonly family: string;
  readonly weight: number;
  readonly style: 'normal' | 'italic';
  /** What the bytes are known by: the same source is registered once. Absent for the only piece of a face. */
  readonly source?: string;
  readonly data: Uint8Array;
}

/** All that a picture is drawn from. A renderer reads nothing else: no file, no network, no system font. */
export interface RenderDocument extends Size {
  readonly root: RenderNode;
  readonly css: readonly string[];
  readonly lang: string;
  /** Families in order of preference; the order of registration decides nothing. */
  readonly families: readonly string[];
  /** Source → encoded picture (png, jpeg, webp or svg). */
  readonly images: ReadonlyMap<string, Uint8Array>;
}

/** A piece of text on one line, in one font; `box` is in pixels of the card. */
export interface MeasuredRun extends Box {
  readonly text: string;
}

/** The box that a node got, in pixels of the card, with its children in the order of the document. */
export interface MeasuredNode extends Box {
  readonly children: readonly MeasuredNode[];
  readonly runs: readonly MeasuredRun[];
}

/** Lays out and paints cards. The same document gives the same bytes in every process and thread count. */
export interface Renderer {
  readonly name: string;
  /** Exact version; part of every compose key. */
  readonly version: string;
  /** Makes faces available under their names; a face that is already there costs nothing. */
  useFonts(faces: readonly FontFace[]): Promise<void>;
  /** Boxes without painting: about 1 ms a card. */
  layout(document: RenderDocument): Promise<MeasuredNode>;
  paint(document: RenderDocument): Promise<Raster>;
  /** Which of these CSS properties this renderer does not know. */
  unknownProperties(properties: readonly string[]): Promise<readonly string[]>;
}
