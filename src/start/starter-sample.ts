/** What `sample.ts` of a shipped template holds; see `templates/shared/sample.ts`. */
export interface StarterSample {
  readonly copy: StarterCopy;
  /** Language → the same words in it. */
  readonly translations?: { readonly [language: string]: StarterCopy };
  readonly data?: { readonly [name: string]: unknown };
  readonly art?: StarterArt;
  /** In place of `art`, on square and on wide cards. */
  readonly square?: StarterArt;
  readonly wide?: StarterArt;
  /** From right to left. */
  readonly rtl?: StarterArt;
  readonly rtlDark?: StarterArt;
  /** In the dark theme. */
  readonly dark?: StarterArt;
  readonly squareDark?: StarterArt;
  readonly wideDark?: StarterArt;
}

/** Words by slot. */
export interface StarterCopy {
  readonly [slot: string]: string;
}

/** The sample as it is shown on a dark ground. */
export function darken({ dark, rtlDark, squareDark, wideDark, ...sample }: StarterSample): StarterSample {
  const { art, rtl, square, wide } = sample;
  return { ...sample, art: { ...art, ...dark }, rtl: { ...rtl, ...rtlDark }, square: { ...square, ...squareDark }, wide: { ...wide, ...wideDark } };
}

/** The sample as it is shown in a language that is written from right to left. */
export function turn(sample: StarterSample): StarterSample {
  return { ...sample, art: { ...sample.art, ...sample.rtl } };
}

/** Slot → a file beside the shipped templates, or art to be drawn. */
export interface StarterArt {
  readonly [slot: string]: string | PlacedArt | DrawnArt;
}

/** A file that is cropped round its subject. */
export interface PlacedArt {
  readonly file: string;
  readonly focus: { readonly x: number; readonly y: number };
}

interface DrawnArt {
  readonly kind: string;
  readonly seed: number;
  readonly palette: readonly string[];
  readonly settings?: { readonly [name: string]: number };
}
