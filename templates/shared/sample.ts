/** Art drawn by `procedural(…)`: its arguments. */
export interface DrawnArt {
  readonly kind: 'mesh-gradient' | 'flow-field' | 'tiling' | 'halftone' | 'topographic' | 'grain';
  readonly seed: number;
  readonly palette: readonly string[];
  readonly settings?: { readonly [name: string]: number };
}

/** Slot → a file, relative to the folder of the templates, or art to be drawn. */
export interface SampleArt {
  readonly [slot: string]: string | DrawnArt;
}

/** What `sample.ts` of a template exports as default: words, numbers and pictures to show the template with. */
export interface Sample {
  /** In English, by slot. */
  readonly copy: { readonly [slot: string]: string };
  /** Language → the same words in it. */
  readonly translations: { readonly [locale: string]: { readonly [slot: string]: string } };
  readonly data?: { readonly [name: string]: unknown };
  readonly art?: SampleArt;
  /** In place of `art`, slot by slot: on wide cards and banners, and in the dark theme; `wideDark` where both hold. */
  readonly wide?: SampleArt;
  readonly dark?: SampleArt;
  readonly wideDark?: SampleArt;
}
