/** Art drawn by `procedural(…)`: its arguments. */
export interface DrawnArt {
  readonly kind: 'mesh-gradient' | 'flow-field' | 'tiling' | 'halftone' | 'topographic' | 'grain';
  readonly seed: number;
  readonly palette: readonly string[];
  readonly settings?: { readonly [name: string]: number };
}

/** A file that is cropped round its subject, which lies at these shares of its width and height. */
export interface PlacedArt {
  readonly file: string;
  readonly focus: { readonly x: number; readonly y: number };
}

/** Slot → a file, relative to the folder of the templates, or art to be drawn. */
export interface SampleArt {
  readonly [slot: string]: string | PlacedArt | DrawnArt;
}

/** What `sample.ts` of a template exports as default: words, numbers and pictures to show the template with. */
export interface Sample {
  /** In English, by slot; words of `data` too, under names of their own, so that they can be translated. */
  readonly copy: { readonly [slot: string]: string };
  /** Language → the same words in it. */
  readonly translations: { readonly [locale: string]: { readonly [slot: string]: string } };
  readonly data?: { readonly [name: string]: unknown };
  readonly art?: SampleArt;
  /** In place of `art`, slot by slot: in the dark theme, from right to left, on square cards, and on wide cards and banners; with `Dark` where both hold. */
  readonly dark?: SampleArt;
  readonly rtl?: SampleArt;
  readonly rtlDark?: SampleArt;
  readonly square?: SampleArt;
  readonly wide?: SampleArt;
  readonly squareDark?: SampleArt;
  readonly wideDark?: SampleArt;
}
