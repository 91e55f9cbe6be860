import type { Aspect, Shape } from './geometry.ts';

/** A range of font sizes, in hundredths of the short side (`u`). Smallest must be reached before overflow is an error. */
export interface FontRange {
  readonly smallest: number;
  readonly largest: number;
}

/** One value a shape; a strip has the value of banners where it has none of its own. */
export type PerShape<Value> = { readonly [aspect in Aspect]: Value } & { readonly strip?: Value };

/** One value for all shapes, or one a shape. */
export type PerAspect<Value> = Value | PerShape<Value>;

/** The value of a shape. */
export function pickShape<Value>(values: PerShape<Value>, shape: Shape): Value {
  return shape === 'strip' ? (values.strip ?? values.banner) : values[shape];
}

/** What happens when a text at its largest size does not fit: it shrinks; it is an error at once; it shrinks and is then cut at a word, with a warning. */
export type FitPolicy = 'shrink' | 'error' | 'clip';

/** What a language or an asset changes in the contract of a text slot; what is left out stays as it is. Sizes in hundredths of the short side. */
export interface TextLimits {
  /** What happens when the text does not fit at its largest size: it shrinks down to the smallest; it is an error at once; it shrinks and is then cut at a word, with a warning. */
  readonly fit?: FitPolicy;
  /** Smallest size in hundredths of the short side, before overflow is an error. */
  readonly smallest?: PerAspect<number>;
  /** Largest size in hundredths of the short side. */
  readonly largest?: PerAspect<number>;
  /** Most lines. */
  readonly lines?: PerAspect<number>;
  /** Whether lines are made about equally long. */
  readonly balance?: boolean;
  /** Whether the text may be up to an eighth smaller than would fit, where that spares it a last line of one short word or lines of very different lengths. */
  readonly tidy?: boolean;
}

/** Limits for the languages that their names match: a script as templates name it (`cjk`), a language (`de`) or a whole tag (`de-AT`); the narrower one wins. */
export type LocaleLimits = { readonly [name: string]: TextLimits };

/** Limits of an asset for one of its slots, and those that hold in some languages alone. */
export interface SlotLimits extends TextLimits {
  readonly locales?: LocaleLimits;
}

/** Contract of a text slot. */
export interface TextSlot {
  readonly type: 'text';
  readonly role: 'headline' | 'body' | 'label' | 'number' | 'action' | 'legal';
  readonly fit: FitPolicy;
  readonly size: PerAspect<FontRange>;
  /** Most lines. */
  readonly lines: PerAspect<number>;
  /** Whether lines are made about equally long; when absent, those of headlines are. */
  readonly balance?: boolean;
  /** Whether the text may be a little smaller than would fit, where that tidies its lines; when absent, headlines and body may. */
  readonly tidy?: boolean;
  /** Slots of the same group have the same font size on a card. */
  readonly fitGroup?: string;
  readonly locales?: LocaleLimits;
  /** Where the text comes from: a message of the slot's name, or `data`. */
  readonly from: 'copy' | 'data';
  readonly optional: boolean;
}

/** Contract of an image slot. */
export interface ImageSlot {
  readonly type: 'image';
  readonly fit: 'cover' | 'contain';
  /** Share of the picture's width and height that the slot covers, per shape; 1 × 1 is a full background. */
  readonly area: PerShape<{ readonly width: number; readonly height: number }>;
  readonly optional: boolean;
}

/** What a template asks for. */
export type Slot = TextSlot | ImageSlot;

/** A field of a template's `data`. */
export type DataField =
  | { readonly type: 'number' | 'string' | 'boolean'; readonly optional: boolean }
  /** A message reference or a plain string. */
  | { readonly type: 'text'; readonly optional: boolean }
  | { readonly type: 'list'; readonly of: DataFields; readonly optional: boolean; readonly most: number };

/** The fields of a template’s `data`, or of the entries of a list in it, by name. */
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
  /** Whether an element has `data-scrim`: it is drawn only where words would be too hard to read without it. */
  readonly scrim: boolean;
}
