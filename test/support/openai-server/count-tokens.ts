import type { Quality, ServedModel } from './served-models.ts';

/** Usage as the Images API reports it. */
export interface ImageUsage {
  readonly total_tokens: number;
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly text_tokens: number; readonly image_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly text_tokens: number; readonly image_tokens: number };
}

/** What a purchase consists of, as far as tokens go; `references` are width and height of each input image. */
export interface Purchase {
  readonly model: ServedModel;
  readonly prompt: string;
  readonly quality: Quality;
  readonly width: number;
  readonly height: number;
  readonly references: readonly { readonly width: number; readonly height: number }[];
  readonly pictures: number;
  readonly partials: number;
}

/** Tokens of one purchase: each picture by the published formula, 100 for each partial, a quarter of the prompt's bytes, and input images by patches. */
export function countTokens(purchase: Purchase): ImageUsage {
  const text = Math.ceil(Buffer.byteLength(purchase.prompt) / 4);
  const images = purchase.references.reduce((sum, { width, height }) => sum + countInputImageTokens(width, height), 0);
  const output = purchase.pictures * countOutputTokens(purchase) + purchase.partials * 100;
  return {
    total_tokens: text + images + output,
    input_tokens: text + images,
    input_tokens_details: { text_tokens: text, image_tokens: images },
    output_tokens: output,
    output_tokens_details: { text_tokens: 0, image_tokens: output },
  };
}

/** Output tokens of one picture: `ceil(base · u · (2,000,000 + W·H) / 4,000,000)` with `u = roundHalfEven(base · short / long)`; the fixed table for older models. */
export function countOutputTokens({ model, quality, width, height }: Pick<Purchase, 'model' | 'quality' | 'width' | 'height'>): number {
  const base = model.tokenBase?.[quality];
  if (base === undefined) return countOlderTokens(quality, width, height);
  const other = roundHalfEven((base * Math.min(width, height)) / Math.max(width, height));
  return Math.ceil((base * other * (2_000_000 + width * height)) / 4_000_000);
}

/** US dollars: text in 5, image in 8, image out 30 per million tokens; half of it in a batch. */
export function priceUsage(usage: ImageUsage, batch: boolean): number {
  const { text_tokens: text, image_tokens: image } = usage.input_tokens_details;
  return ((text * 5 + image * 8 + usage.output_tokens * 30) / 1_000_000) * (batch ? 0.5 : 1);
}

/** The provider publishes no formula for input images: one token per 32 px patch, at most 4,096, stands in for it. */
function countInputImageTokens(width: number, height: number): number {
  return Math.min(4_096, Math.ceil(width / 32) * Math.ceil(height / 32));
}

const olderTokens: Readonly<Partial<Record<Quality, readonly [square: number, tall: number, wide: number]>>> = {
  low: [272, 408, 400],
  medium: [1056, 1584, 1568],
  high: [4160, 6240, 6208],
};

function countOlderTokens(quality: Quality, width: number, height: number): number {
  const [square, tall, wide] = olderTokens[quality] ?? [4160, 6240, 6208];
  if (width === height) return square;
  return width < height ? tall : wide;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
