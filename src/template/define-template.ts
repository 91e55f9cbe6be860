import type { DataField, DataFields, FontRange, ImageSlot, PerAspect, Slot, TemplateContract, TextSlot } from '../model/template.ts';

/** What the author of a template writes; the folder gives the name. */
export interface TemplateDefinition {
  /** One sentence for the gallery. */
  readonly description: string;
  readonly slots: { readonly [name: string]: Slot };
  readonly data?: DataFields;
  /** Where words will stand in each shape; prompts of generated art ask for a calm place there. */
  readonly quiet?: NonNullable<TemplateContract['quiet']>;
}

/** Declares a template's slots and data. Goes, as default export, into `templates/<name>/template.ts`. */
export function defineTemplate<const Definition extends TemplateDefinition>(definition: Definition): Definition {
  return definition;
}

/** Settings of a text slot; what is left out gets the default. */
export interface TextSlotOptions {
  readonly role: TextSlot['role'];
  /** Font sizes in hundredths of the short side. */
  readonly size: PerAspect<FontRange>;
  /** Default 1. */
  readonly lines?: PerAspect<number>;
  /** Default `shrink`. `clip` shrinks, and then cuts at a word, with an ellipsis and a warning. */
  readonly fit?: TextSlot['fit'];
  /** Whether lines are made about equally long; default true for headlines. */
  readonly balance?: boolean;
  /**
   * Whether the text may be up to an eighth smaller than would fit, where that spares it a last line of one short word or lines of very different lengths; default true for
   * headlines and body.
   */
  readonly tidy?: boolean;
  /** Slots of one group have one size on a card: the largest at which all of them fit. */
  readonly fitGroup?: string;
  /** What differs by script (`cjk`), language (`de`) or locale (`de-AT`), such as `{ de: { lines: 3 } }`. */
  readonly locales?: NonNullable<TextSlot['locales']>;
  /** Default `copy`. */
  readonly from?: TextSlot['from'];
  /** Default false. */
  readonly optional?: boolean;
}

/** A slot for text, with its contract: how large, how small, how many lines. */
export function text(options: TextSlotOptions): TextSlot {
  return { type: 'text', lines: 1, fit: 'shrink', from: 'copy', optional: false, ...options };
}

const whole = { width: 1, height: 1 } as const;

/** Settings of an image slot; what is left out gets the default. */
export interface ImageSlotOptions {
  /** Default `cover`. */
  readonly fit?: ImageSlot['fit'];
  /** Share of the picture that the slot covers, per shape; default the whole. */
  readonly area?: Partial<ImageSlot['area']>;
  /** Default false. */
  readonly optional?: boolean;
}

/** A slot for a picture: a background, a product, a logo. */
export function image(options: ImageSlotOptions = {}): ImageSlot {
  const { area, ...rest } = options;
  return { type: 'image', fit: 'cover', optional: false, ...rest, area: { tall: whole, square: whole, wide: whole, banner: whole, ...area } };
}

interface FieldOptions {
  readonly optional?: boolean;
}

const field =
  (type: 'number' | 'string' | 'boolean' | 'text') =>
  (options: FieldOptions = {}): DataField => ({ type, optional: options.optional ?? false });

/** Fields of a template's `data`. */
export const data = {
  number: field('number'),
  string: field('string'),
  boolean: field('boolean'),
  /** Words that people read: a message reference, or a string that needs no translation. */
  text: field('text'),
  /** Rows with the same fields, at most `most` of them. */
  list: (of: DataFields, options: FieldOptions & { readonly most?: number } = {}): DataField => ({
    type: 'list',
    of,
    optional: options.optional ?? false,
    most: options.most ?? 24,
  }),
} as const;
