/**
 * Day on which the table below was last held against its sources.
 *
 * The letters in its comments say how each fact is known: S the types and sources of the `openai` package (6.49.0 and 7.57.0), D OpenAI's own pages, M measured
 * by us against a local server, T told by third parties. Nothing here was tried on a live account.
 */
export const tableVersion = '2026-11-22';

/** How sure it is that a model takes something: `preview` is documented as open to some accounts only, `unsure` is documented neither way. */
export type Certainty = 'documented' | 'preview' | 'unsure' | 'refused';

/** Where a model stands in its life. The replacement is the provider's own recommendation. */
export type ModelState =
  | { readonly kind: 'current' }
  | { readonly kind: 'ending'; readonly date: string; readonly replacement: string }
  | { readonly kind: 'gone'; readonly date: string; readonly replacement: string };

/** Sizes on a grid, within limits in pixels; or a few fixed ones. */
export type SizeRules =
  | {
      readonly kind: 'grid';
      readonly step: number;
      readonly longest: number;
      /** Long edge ÷ short edge. */
      readonly ratio: number;
      readonly leastArea: number;
      readonly mostArea: number;
      /** Beyond this area the provider calls sizes experimental. */
      readonly sureArea: number;
    }
  | { readonly kind: 'fixed'; readonly sizes: readonly (readonly [width: number, height: number])[] };

/** US dollars per million tokens. */
export interface Prices {
  readonly textInput: number;
  readonly cachedTextInput: number;
  readonly imageInput: number;
  readonly cachedImageInput: number;
  readonly imageOutput: number;
}

/** The base of the published output formula at one quality; two numbers where it is not published for the model. */
export interface TokenBase {
  readonly low: number;
  readonly high: number;
}

/** What a model takes, and what it costs. */
export interface ModelCapabilities {
  readonly state: ModelState;
  /** The dated version that an alias stands for at the table's date; absent for snapshots and for models without one. */
  readonly snapshot?: string;
  readonly sizes: SizeRules;
  readonly qualities: { readonly [quality: string]: Certainty };
  readonly transparency: Certainty;
  readonly complexity: Certainty;
  /** Absent when neither the price nor the formula is known well enough to foretell a cost. */
  readonly prices?: Prices;
  readonly tokenBases: { readonly [quality: string]: TokenBase };
}

/** Limits that all picture models share. */
export const sharedLimits = {
  /** S */
  promptCharacters: 32_000,
  /** S: per POST. */
  mostPictures: 10,
  /** S */
  mostPreviews: 3,
  /** S: of an edit. */
  mostReferences: 16,
  /** S: "less than 50MB". */
  referenceBytes: 50_000_000,
  /** S: "less than 4MB". */
  maskBytes: 4_000_000,
  /** S: svg and gif exist behind gated access and are not offered. */
  formats: ['png', 'jpeg', 'webp'],
  /** S: which of them carry transparency. */
  transparentFormats: ['png', 'webp'],
  /** S: which of them take `output_compression`. */
  compressedFormats: ['jpeg', 'webp'],
} as const;

/** S: what one file of requests takes, of how many characters the address of a picture in it may be that holds the picture itself, and how long its requests may take. */
export const batchLimits = { lines: 50_000, bytes: 200 * 1024 * 1024, link: 20_971_520, window: '24h', days: 1 } as const;

/** Token counts that no reply is needed for. */
export const tokenRates = {
  /** D: output tokens of each streamed preview. */
  preview: 100,
  /**
   * T: a reference is cut into patches of 32 × 32 with a budget of 1,536 patches, whatever its size; small ones are enlarged first. Not published, so that the high
   * end is twice the budget. The low end is a long, thin reference (32 × 8 patches).
   */
  reference: { low: 256, high: 3_072 },
  /** T: a batch costs half. */
  batchFactor: 0.5,
} as const;

/**
 * The language model that calls the picture tool on the Responses door. It may reword the prompt and is billed besides. Snapshot: S. Prices: T. That it may use the
 * tool is documented for its family (D) and was not tried.
 */
export const responsesHost = {
  model: 'gpt-5.4-mini-2026-03-17',
  input: 0.75,
  output: 4.5,
  /** Tokens besides prompt and references: the tool's own description, the reworded prompt, some thinking. Generous on the high end. */
  overhead: { low: 500, high: 4_000 },
} as const;

/** D, T */
const grid: SizeRules = { kind: 'grid', step: 16, longest: 3840, ratio: 3, leastArea: 655_360, mostArea: 8_294_400, sureArea: 2560 * 1440 };

/** S, D */
const fixed: SizeRules = {
  kind: 'fixed',
  sizes: [
    [1024, 1024],
    [1536, 1024],
    [1024, 1536],
  ],
};

/** D, T: the same for gpt-image-2, 2.5 and 2.6. */
const prices: Prices = { textInput: 5, cachedTextInput: 1.25, imageInput: 8, cachedImageInput: 2, imageOutput: 30 };

const exactly = (base: number): TokenBase => ({ low: base, high: base });

const basic = { low: 'documented', medium: 'documented', high: 'documented' } as const;

const current: ModelState = { kind: 'current' };

const version2: ModelCapabilities = {
  state: current,
  sizes: grid,
  qualities: basic,
  // S 6.49: refused. S 7.57: in preview.
  transparency: 'preview',
  // S 7.57 has the parameter and names no model; it came with 2.5.
  complexity: 'unsure',
  prices,
  // D, T
  tokenBases: { low: exactly(16), medium: exactly(48), high: exactly(96) },
};

const version25: ModelCapabilities = {
  state: current,
  sizes: grid,
  // S
  qualities: { ...basic, xhigh: 'documented', max: 'documented' },
  // S
  transparency: 'documented',
  complexity: 'documented',
  prices,
  // D, T
  tokenBases: { low: exactly(16), medium: exactly(24), high: exactly(48), xhigh: exactly(64), max: exactly(96) },
};

/** The types name the models and little more: sizes as in 2.5 (T), the formula's bases not published, so that both known ones bound them. */
const version26: ModelCapabilities = {
  state: current,
  sizes: grid,
  qualities: { ...basic, xhigh: 'unsure', max: 'unsure' },
  transparency: 'unsure',
  complexity: 'documented',
  prices,
  tokenBases: { low: exactly(16), medium: { low: 24, high: 48 }, high: { low: 48, high: 96 }, xhigh: { low: 64, high: 96 }, max: exactly(96) },
};

/** D: end and replacement, from the provider's list of deprecations. Prices differ per model and are not in the table: they had nine days left when it was made. */
const ending: ModelCapabilities = {
  state: { kind: 'ending', date: '2026-12-01', replacement: 'gpt-image-2.6-sunburst' },
  sizes: fixed,
  qualities: basic,
  transparency: 'documented',
  complexity: 'refused',
  tokenBases: {},
};

const gone = (date: string): ModelCapabilities => ({
  ...ending,
  state: { kind: 'gone', date, replacement: 'gpt-image-2.5-sunburst' },
});

const table: ReadonlyMap<string, ModelCapabilities> = new Map([
  ['gpt-image-2', { ...version2, snapshot: 'gpt-image-2-2026-04-21' }],
  ['gpt-image-2-2026-04-21', version2],
  ['gpt-image-2.5-sunburst', { ...version25, snapshot: 'gpt-image-2.5-sunburst-2026-09-08' }],
  ['gpt-image-2.5-sunburst-2026-09-08', version25],
  ['gpt-image-2.5-flare', { ...version25, snapshot: 'gpt-image-2.5-flare-2026-09-08' }],
  ['gpt-image-2.5-flare-2026-09-08', version25],
  // S: no dated snapshots.
  ['gpt-image-2.6-sunburst', version26],
  ['gpt-image-2.6-flare', version26],
  ['gpt-image-1.5', ending],
  ['gpt-image-1.5-2025-12-16', ending],
  ['gpt-image-1-mini', ending],
  ['chatgpt-image-latest', ending],
  // S: days on which they were shut down.
  ['gpt-image-1', gone('2026-10-23')],
  ['dall-e-2', gone('2026-05-12')],
  ['dall-e-3', gone('2026-05-12')],
]);

/** What is known of a model; undefined for one that the table does not have. */
export function findCapabilities(model: string): ModelCapabilities | undefined {
  return table.get(model);
}

/** The announced end of a model and its replacement; undefined for current models and for those that the table does not have. */
export function findEnd(model: string): { readonly date: string; readonly replacement: string } | undefined {
  const state = table.get(model)?.state;
  return state === undefined || state.kind === 'current' ? undefined : { date: state.date, replacement: state.replacement };
}

/** All models of the table, the newest families first. */
export function listKnownModels(): readonly string[] {
  return [...table.keys()];
}

/** The dated version that a name stands for at the table's date, or the name itself. */
export function findSnapshot(model: string): string {
  return table.get(model)?.snapshot ?? model;
}
