/** What `sample.ts` of a shipped template holds; see `templates/shared/sample.ts`. */
export interface StarterSample {
  readonly copy: { readonly [slot: string]: string };
  readonly data?: { readonly [name: string]: unknown };
  readonly art?: StarterArt;
  /** In place of `art`, on square and on wide cards. */
  readonly square?: StarterArt;
  readonly wide?: StarterArt;
  /** The same in the dark theme. */
  readonly dark?: StarterArt;
  readonly squareDark?: StarterArt;
  readonly wideDark?: StarterArt;
}

/** The sample as it is shown on a dark ground. */
export function darken({ dark, squareDark, wideDark, ...sample }: StarterSample): StarterSample {
  return { ...sample, art: { ...sample.art, ...dark }, square: { ...sample.square, ...squareDark }, wide: { ...sample.wide, ...wideDark } };
}

/** Slot → a file beside the shipped templates, or art to be drawn. */
export interface StarterArt {
  readonly [slot: string]: string | DrawnArt;
}

interface DrawnArt {
  readonly kind: string;
  readonly seed: number;
  readonly palette: readonly string[];
  readonly settings?: { readonly [name: string]: number };
}
