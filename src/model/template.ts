import type { Aspect } from './geometry.ts';

/** A range of font sizes, in hundredths of the short side (`u`). Smallest must be reached before overflow is an error. */
export interface FontRange {
  readonly smallest: number;
  readonly largest: number;
}

/** Contract of a text slot. */
export interface TextSlot {
  readonly type: 'text';
  readonly role: 'headline' | 'body' | 'label' | 'number' | 'action' | 'legal';
  /** What happens when the text at its largest size does not fit. */
  readonly fit: 'shrink' | 'error';
  /** One range for all shapes, or one a shape. */
  readonly size: FontRange | { readonly [aspect in Aspect]: FontRange };
  /** Most lines: one number for all shapes, or one a shape. */
  readonly lines: number | { readonly [aspect in Aspect]: number };
  /** Where the text comes from: a message of the slot's name, or `data`. */
  readonly from: 'copy' | 'data';
  readonly optional: boolean;
}

/** Contract of an image slot. */
export interface ImageSlot {
  readonly type: 'image';
  readonly fit: 'cover' | 'contain';
  /** Share of the picture's width and height that the slot covers, per shape; 1 × 1 is a full background. */
  readonly area: { readonly [aspect in Aspect]: { readonly width: number; readonly height: number } };
  readonly optional: boolean;
}

export type Slot = TextSlot | ImageSlot;

/** A field of a template's `data`. */
export type DataField =
  | { readonly type: 'number' | 'string' | 'boolean'; readonly optional: boolean }
  /** A message reference or a plain string. */
  | { readonly type: 'text'; readonly optional: boolean }
  | { readonly type: 'list'; readonly of: DataFields; readonly optional: boolean; readonly most: number };

export type DataFields = { readonly [name: string]: DataField };

/** Where words will stand over the background, so that it must be calm there. `start` is where lines begin: left, or right in right-to-left cells. */
export type QuietRegion = 'start' | 'end' | 'top' | 'bottom' | 'center' | 'none';

/** What `template.ts` declares, as plain data. */
export interface TemplateContract {
  readonly name: string;
  readonly description: string;
  readonly slots: { readonly [name: string]: Slot };
  readonly data: DataFields;
  /** Per shape; without it, nothing is asked of a background. */
  readonly quiet?: { readonly [aspect in Aspect]: QuietRegion };
}

/** What a template's source was found to read, so that a key holds just that. */
export interface TemplateReads {
  /** Token paths, such as `color.accent`. */
  readonly tokens: readonly string[];
  /** Slots that the markup shows. */
  readonly slots: readonly string[];
  /** First-level names of `data`. */
  readonly data: readonly string[];
  /** Variant axes. */
  readonly variants: readonly string[];
  /** Whether a helper formats numbers or dates, whose result depends on the locale data of this Node. */
  readonly formats: boolean;
}
