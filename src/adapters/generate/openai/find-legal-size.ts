import type { Size } from '../../../model/geometry.ts';
import type { LegalSize } from '../../../spec/generator.ts';
import type { SizeRules } from './capabilities.ts';

/**
 * The size to ask a model for so that the wanted one can be cut or scaled from it. Among all legal sizes it is the one that needs the least enlarging (usually none);
 * among those, the one that overshoots least in its worse direction, so that surplus pixels are not paid for; among those, one that is only cropped and not scaled,
 * then the one nearest in ratio, then the smallest.
 * @param rules undefined when every size is legal
 */
export function findLegalSize(rules: SizeRules | undefined, wanted: Size): LegalSize {
  if (rules === undefined || isLegalSize(rules, wanted)) return { width: wanted.width, height: wanted.height, note: '' };
  const [size = wanted] = criteria.reduce((rest, rate) => keepLowest(rest, (each) => rate(each, wanted)), listSizes(rules));
  return { ...size, note: describeFit(size, wanted) };
}

/** Whether a model makes this size. */
export function isLegalSize(rules: SizeRules, size: Size): boolean {
  return explainSize(rules, size) === undefined;
}

/** The rule that a size breaks, in words; undefined for a legal one. */
export function explainSize(rules: SizeRules, { width, height }: Size): string | undefined {
  if (rules.kind === 'fixed') {
    if (rules.sizes.some(([each, other]) => each === width && other === height)) return undefined;
    return `the model makes ${rules.sizes.map(([each, other]) => `${each}×${other}`).join(', ')} only`;
  }
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (!(short > 0) || width % rules.step !== 0 || height % rules.step !== 0) return `both edges must be multiples of ${rules.step}`;
  if (long > rules.longest) return `no edge may be longer than ${rules.longest}`;
  if (long > short * rules.ratio) return `the ratio must lie between 1:${rules.ratio} and ${rules.ratio}:1`;
  if (width * height < rules.leastArea) return `width × height must be at least ${rules.leastArea}`;
  return width * height > rules.mostArea ? `width × height must be at most ${rules.mostArea}` : undefined;
}

/** Every legal size, in a fixed order; some 20,000 on the grid. */
function listSizes(rules: SizeRules): readonly Size[] {
  if (rules.kind === 'fixed') return rules.sizes.map(([width, height]) => ({ width, height }));
  const { step, longest, ratio, leastArea, mostArea } = rules;
  return listSteps(step, longest, step).flatMap((width) => {
    const [least, most] = [Math.max(width / ratio, leastArea / width), Math.min(width * ratio, longest, mostArea / width)];
    return listSteps(least, most, step).map((height) => ({ width, height }));
  });
}

/** Multiples of a step from one number to another. */
function listSteps(from: number, to: number, step: number): readonly number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, index) => (first + index) * step);
}

/** What there is against a size, the gravest first; in whole numbers where sizes may be equally good. */
const criteria: readonly ((size: Size, wanted: Size) => number)[] = [
  (size, wanted) => Math.max(1, findScale(size, wanted)),
  (size, wanted) => Math.max(size.width * wanted.height, size.height * wanted.width),
  (size, wanted) => (findScale(size, wanted) === 1 ? 0 : 1),
  (size, wanted) => Math.abs(Math.log((size.width * wanted.height) / (size.height * wanted.width))),
  (size) => size.width * size.height,
];

/** By how much a size is scaled so that it just covers the wanted one. */
function findScale(size: Size, wanted: Size): number {
  return Math.max(wanted.width / size.width, wanted.height / size.height);
}

function keepLowest(sizes: readonly Size[], rate: (size: Size) => number): readonly Size[] {
  const rates = sizes.map(rate);
  const lowest = rates.reduce((best, each) => Math.min(best, each), Infinity);
  return sizes.filter((_, index) => rates[index] === lowest);
}

/** The way from a size to the wanted one as people would do it: crop to the ratio, then scale. */
function describeFit(size: Size, wanted: Size): string {
  const scale = findScale(size, wanted);
  const cropped = { width: Math.min(size.width, Math.round(wanted.width / scale)), height: Math.min(size.height, Math.round(wanted.height / scale)) };
  const crop = isSame(cropped, size) ? [] : [`crop ${formatSize(size)} to ${formatSize(cropped)}`];
  if (isSame(cropped, wanted)) return crop.join('');
  const from = crop.length === 0 ? `${formatSize(size)} ` : '';
  const step = scale > 1 ? `enlarge ${from}${scale.toFixed(2)} times to ${formatSize(wanted)}` : `scale ${from}down to ${formatSize(wanted)}`;
  return [...crop, step].join(', ');
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function formatSize({ width, height }: Size): string {
  return `${width}×${height}`;
}
