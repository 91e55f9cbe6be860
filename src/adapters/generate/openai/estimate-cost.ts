import type { Size } from '../../../model/geometry.ts';
import type { Estimate, GenerateRequest, Usage } from '../../../model/purchase.ts';
import type { PriceOptions } from '../../../spec/generator.ts';
import { findCapabilities, responsesHost, tokenRates, type ModelCapabilities, type Prices } from './capabilities.ts';

/** From and to; both ends are meant to hold. */
interface Range {
  readonly low: number;
  readonly high: number;
}

const perMillion = 1_000_000;

/**
 * What a request will cost in US dollars. The output follows the provider's published formula; text and references are bounded from above, because their tokens are
 * known only from the reply. Unknown models and qualities cost an unknown amount.
 */
export function estimateCost(request: GenerateRequest, options: PriceOptions = {}): Estimate {
  const capabilities = findCapabilities(request.model);
  return estimate(request, options, capabilities, capabilities?.tokenBases[request.quality]);
}

/**
 * The same for the portable profile, which has no word for quality: the server takes the one it likes, up to the model's dearest. The high end, which is what is held back
 * before sending and counts as spent when the reply tells no usage, is that of the dearest quality; the low end that of the cheapest.
 */
export function estimatePortableCost(request: GenerateRequest, options: PriceOptions = {}): Estimate {
  const capabilities = findCapabilities(request.model);
  const bases = Object.values(capabilities?.tokenBases ?? {});
  const widest = { low: Math.min(...bases.map(({ low }) => low)), high: Math.max(...bases.map(({ high }) => high)) };
  return estimate(request, options, capabilities, bases.length === 0 ? undefined : widest);
}

function estimate(request: GenerateRequest, options: PriceOptions, capabilities: ModelCapabilities | undefined, base: Range | undefined): Estimate {
  const output = base === undefined ? undefined : { low: computeOutputTokens(base.low, request), high: computeOutputTokens(base.high, request) };
  if (capabilities?.prices === undefined || output === undefined) return { low: 0, high: 0, known: false };
  const count = options.count ?? 1;
  const factor = (options.batch === true ? tokenRates.batchFactor : 1) / perMillion;
  const dollars = (end: keyof Range): number =>
    (count * priceOne(capabilities.prices!, request, { end, output: output[end], previews: options.previews ?? 0 }) + priceHost(request, end)) * factor;
  return { low: roundMicros(dollars('low'), Math.floor), high: roundMicros(dollars('high'), Math.ceil), known: true };
}

/** In whole millionths of a dollar: budgets count in them, and the sum that a person agreed to must hold all of its parts. What a double is off by does not count. */
function roundMicros(dollars: number, round: (micros: number) => number): number {
  const micros = dollars * perMillion;
  return (Math.abs(micros - Math.round(micros)) < 1e-6 ? Math.round(micros) : round(micros)) / perMillion;
}

/**
 * What was billed, in US dollars, by the tokens that the provider counted. Cached tokens are taken off the text first, where they save less; a reply does not say
 * which they were.
 * @returns undefined when the model has no price
 */
export function computeCost(model: string, usage: Usage, options: Pick<PriceOptions, 'batch'> = {}): number | undefined {
  const prices = findCapabilities(model)?.prices;
  if (prices === undefined) return undefined;
  const cachedText = Math.min(usage.cachedInput, usage.textInput);
  const cachedImage = Math.min(usage.cachedInput - cachedText, usage.imageInput);
  const text = (usage.textInput - cachedText) * prices.textInput + cachedText * prices.cachedTextInput;
  const image = (usage.imageInput - cachedImage) * prices.imageInput + cachedImage * prices.cachedImageInput;
  return ((text + image + usage.output * prices.imageOutput) * (options.batch === true ? tokenRates.batchFactor : 1)) / perMillion;
}

/**
 * Output tokens of one picture by the published formula, `ceil(base · u · (2,000,000 + width · height) / 4,000,000)` with `u = base · short / long` rounded half to
 * even; all in whole numbers below 2^53.
 */
export function computeOutputTokens(base: number, { width, height }: Size): number {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  return Math.ceil((base * divideHalfEven(base * short, long) * (2_000_000 + width * height)) / 4_000_000);
}

/** Rounds to the nearest whole number, halves to the even one. */
function divideHalfEven(dividend: number, divisor: number): number {
  const floor = Math.floor(dividend / divisor);
  const twice = 2 * (dividend - floor * divisor);
  if (twice === divisor) return floor + (floor % 2);
  return twice > divisor ? floor + 1 : floor;
}

function priceOne(
  prices: Prices,
  request: GenerateRequest,
  { end, output, previews }: { readonly end: keyof Range; readonly output: number; readonly previews: number },
): number {
  const input = estimateTextTokens(request.prompt)[end] * prices.textInput + estimateReferenceTokens(request)[end] * prices.imageInput;
  return input + (output + previews * tokenRates.preview) * prices.imageOutput;
}

/** The language model between us and the picture model, on the Responses door: it reads prompt and references, and writes the prompt anew. */
function priceHost(request: GenerateRequest, end: keyof Range): number {
  if (request.api !== 'responses') return 0;
  const text = estimateTextTokens(request.prompt)[end];
  const overhead = responsesHost.overhead[end];
  return (text + estimateReferenceTokens(request)[end] + overhead) * responsesHost.input + (text + overhead) * responsesHost.output;
}

/**
 * Tokens of a prompt. Low: six characters a token, as in plain English. High: two characters of ASCII a token and every other byte a token of its own, which no
 * tokenizer over bytes goes beyond on anything that a person writes; and 64 for the frame round the prompt.
 */
export function estimateTextTokens(prompt: string): Range {
  const bytes = Buffer.byteLength(prompt);
  const ascii = [...prompt].filter((character) => character < '\u0080').length;
  return { low: Math.ceil(prompt.length / 6), high: Math.ceil(ascii / 2) + (bytes - ascii) + 64 };
}

/** Tokens of references and mask; whether a mask is billed is not known, so that only the high end counts it. */
function estimateReferenceTokens({ references, mask }: GenerateRequest): Range {
  const pictures = references.length + (mask === undefined ? 0 : 1);
  return { low: references.length * tokenRates.reference.low, high: pictures * tokenRates.reference.high };
}
