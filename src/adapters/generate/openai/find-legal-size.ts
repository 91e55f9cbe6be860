import type { Size } from '../../../model/geometry.ts';
import type { LegalSize } from '../../../spec/generator.ts';
import type { SizeRules } from './capabilities.ts';

/**
 * The size to ask a model for so that the wanted one can be cut or scaled from it. Among all legal sizes it is the one that needs the least enlarging (usually none);
 * among those, the one with the smallest area per share that stays visible after cropping, so that neither surplus pixels nor a wrong ratio are paid for.
 * @param rules undefined when every size is legal
 */
export function findLegalSize(rules: SizeRules | undefined, wanted: Size): LegalSize {
  if (rules === undefined || isLegalSize(rules, wanted)) return { width: wanted.width, height: wanted.height, note: '' };
  const best = listSizes(rules).reduce((best, size) => (compareFit(rate(size, wanted), rate(best, wanted)) < 0 ? size : best));
  return { ...best, note: describeFit(best, wanted) };
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
  const edges = Array.from({ length: rules.longest / rules.step }, (_, index) => (index + 1) * rules.step);
  return edges.flatMap((width) => edges.filter((height) => isLegalSize(rules, { width, height })).map((height) => ({ width, height })));
}

/** What there is against a size: enlarging, then area per visible share. */
interface Fit {
  readonly enlarging: number;
  readonly waste: number;
}

function rate(size: Size, wanted: Size): Fit {
  const [ratio, other] = [size.width / size.height, wanted.width / wanted.height];
  const visible = Math.min(ratio, other) / Math.max(ratio, other);
  return { enlarging: Math.max(1, wanted.width / size.width, wanted.height / size.height), waste: (size.width * size.height) / visible };
}

function compareFit(a: Fit, b: Fit): number {
  return a.enlarging === b.enlarging ? a.waste - b.waste : a.enlarging - b.enlarging;
}

/** The way from a size to the wanted one as people would do it: crop to the ratio, then scale. */
function describeFit(size: Size, wanted: Size): string {
  const scale = Math.max(wanted.width / size.width, wanted.height / size.height);
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
