import type { TokenSet } from '../brand/create-brand.ts';
import { createTokenReader } from '../brand/token-reader.ts';
import { tokenNoColor } from '../diagnostics/brand.ts';
import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import type { ProceduralArt } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { aspectOf, shapeOf } from '../model/geometry.ts';
import type { Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { IngestTask, ProceduralTask, TransformTask } from '../model/plan.ts';
import { pickShape } from '../model/template.ts';
import type { ImageSlot } from '../model/template.ts';

/** The pixels that a slot covers in a cell. */
export function sizeInCell(slot: ImageSlot, size: Size): Size {
  const area = pickShape(slot.area, shapeOf(size));
  return { width: Math.max(1, Math.ceil(size.width * area.width)), height: Math.max(1, Math.ceil(size.height * area.height)) };
}

/** The smallest size that covers a slot in all of the asset's cells of this shape: made once, cropped for each. */
export function masterSize(slot: ImageSlot, cell: Cell, siblings: readonly Cell[]): Size {
  const aspect = aspectOf(cell.size);
  const sizes = siblings.filter((sibling) => aspectOf(sibling.size) === aspect).map((sibling) => sizeInCell(slot, sibling.size));
  return { width: Math.max(...sizes.map((size) => size.width)), height: Math.max(...sizes.map((size) => size.height)) };
}

/** Reads a file. */
export function createIngest(path: string): IngestTask {
  return { kind: 'ingest', id: `ingest:${path}`, path };
}

/** Draws procedural art at a size. @throws VisualsError `TOKEN_UNKNOWN` */
export function createProcedural(art: ProceduralArt, size: Size, tokens: TokenSet): ProceduralTask {
  refuseOthers(art.palette, tokens);
  const reader = createTokenReader(tokens);
  const request = {
    procedure: art.procedure,
    seed: art.seed,
    palette: art.palette.map((token) => ({ token, value: reader.read(token) })),
    settings: art.settings,
    ...size,
  };
  return { kind: 'procedural', id: `procedural:${art.procedure}:${nameTask(request)}`, ...request };
}

/** What is no colour would be painted as one all the same. Unknown tokens are told by whoever reads them. */
function refuseOthers(palette: readonly string[], tokens: TokenSet): void {
  const isColor = (path: string): boolean => tokens.find(path)?.type === 'color';
  const others = palette.flatMap((token) => (isColor(token) ? [] : [{ token, type: tokens.find(token)?.type }]));
  const known = tokens.paths().filter(isColor);
  const problems = others.flatMap(({ token, type }) => (type === undefined ? [] : [tokenNoColor({ token, type, known })]));
  if (problems.length > 0) throw new VisualsError(problems);
}

/** Brings a picture to a size. */
export function createTransform(input: string, options: Omit<TransformTask, 'kind' | 'id' | 'input'>): TransformTask {
  return { kind: 'transform', id: `transform:${nameTask({ input, ...options })}`, input, ...options };
}

/** A short name that equal requests share, so that they are one task. */
export function nameTask(request: object): string {
  return computeDigest(formatCanonical(request as JsonObject)).slice(0, 16);
}
