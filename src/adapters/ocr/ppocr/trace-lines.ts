import type { Size } from '../../../model/geometry.ts';
import type { TextLine } from '../../../spec/text-reader.ts';

/** How likely each pixel belongs to text, 0–1, row-major. */
export interface TextMap extends Size {
  readonly data: Float32Array;
}

/** Limits of the detector's own making: those it was trained and published with. */
const limits = { pixel: 0.3, score: 0.6, leastSide: 3, growth: 1.5 } as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Lines of text in a detector's map, in its pixels. The map marks the core of each line alone; the rectangle round it is grown by area × 1.5 ÷ perimeter
 * (Liao et al. 2020, Real-time Scene Text Detection with Differentiable Binarization, section 3.5).
 */
export function traceLines(map: TextMap): TextLine[] {
  return listRegions(map).flatMap((region) => {
    const score = region.reduce((sum, index) => sum + map.data[index]!, 0) / region.length;
    const core = findLeastRectangle(computeHull(region.map((index) => ({ x: index % map.width, y: Math.floor(index / map.width) }))));
    if (score < limits.score || Math.min(core.width, core.height) < limits.leastSide) return [];
    const growth = (core.width * core.height * limits.growth) / (core.width + core.height);
    return [{ ...core, width: core.width + growth, height: core.height + growth, score }];
  });
}

/** Pixels that belong together, by index. */
function listRegions({ width, height, data }: TextMap): number[][] {
  const seen = new Uint8Array(data.length);
  const regions: number[][] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (seen[start] === 1 || data[start]! <= limits.pixel) continue;
    const region = [start];
    seen[start] = 1;
    // The region grows while it is walked.
    for (const index of region) {
      for (const next of listNeighbours(index, width, height)) {
        if (seen[next] === 1 || data[next]! <= limits.pixel) continue;
        seen[next] = 1;
        region.push(next);
      }
    }
    regions.push(region);
  }
  return regions;
}

function listNeighbours(index: number, width: number, height: number): number[] {
  const [x, y] = [index % width, Math.floor(index / width)];
  const columns = [x - 1, x, x + 1].filter((column) => column >= 0 && column < width);
  const rows = [y - 1, y, y + 1].filter((row) => row >= 0 && row < height);
  return rows.flatMap((row) => columns.map((column) => row * width + column));
}

/** The convex hull, by Andrew's monotone chain. */
function computeHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  const hull = [...half(sorted), ...half(sorted.toReversed())];
  return hull.length === 0 ? sorted.slice(0, 1) : hull;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

type Rectangle = Omit<TextLine, 'score'>;

/** The rectangle of least area round a hull: one of its sides lies on a side of the hull. */
function findLeastRectangle(hull: readonly Point[]): Rectangle {
  const angles = hull.map((point, index) => {
    const next = hull[(index + 1) % hull.length]!;
    return Math.atan2(next.y - point.y, next.x - point.x);
  });
  const candidates = [0, ...angles].map((angle) => surround(hull, toSmallAngle(angle)));
  // A turned rectangle has to be clearly smaller: the edges of a region are ragged, and most lines are level.
  const [level = surround(hull, 0), ...turned] = candidates;
  const least = turned.reduce((best, each) => (areaOf(each) < areaOf(best) ? each : best), level);
  return areaOf(least) < areaOf(level) * 0.95 ? least : level;
}

function areaOf({ width, height }: Rectangle): number {
  return width * height;
}

/** The same direction or one at a right angle to it, within 45° of the horizontal. */
function toSmallAngle(angle: number): number {
  const quarter = Math.PI / 2;
  return angle - Math.round(angle / quarter) * quarter;
}

function surround(points: readonly Point[], angle: number): Rectangle {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = points.map(({ x, y }) => x * cos + y * sin);
  const across = points.map(({ x, y }) => y * cos - x * sin);
  const [left, right, top, bottom] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)];
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  // Pixels have an extent: from the centres of the outermost ones, half a pixel is missing on each side.
  return { x: u * cos - v * sin + 0.5, y: u * sin + v * cos + 0.5, width: right - left + 1, height: bottom - top + 1, angle };
}
