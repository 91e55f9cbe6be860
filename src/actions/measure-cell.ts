import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { ComposeTask } from '../model/plan.ts';
import { measureDocument } from '../text/fit-text.ts';
import type { ActionTools } from './action.ts';
import { checkGlyphs } from './check-glyphs.ts';
import { compose, warnOfTexts } from './compose.ts';
import { prepareCard } from './compose-cell.ts';

/** Raised when the same card may be judged otherwise. */
const revision = '2';

/** Art task → the size of its picture. */
export type ArtSizes = ReadonlyMap<string, Size>;

/** What the judgement of a cell's texts depends on: what its raster does, but of its art the sizes alone; and the keys of its messages, which are told. */
export async function recordMeasurement(task: ComposeTask, sizes: ArtSizes, tools: ActionTools): Promise<KeyRecord> {
  const digests = new Map([...sizes].map(([id, { width, height }]) => [id, `${width}x${height}` as Digest]));
  const keys = task.messages.map(({ slot = '', key, text }) => [slot, key, text]);
  return { ...(await compose.record(task, digests, tools)), measure: revision, messages: computeDigest(formatCanonical(keys)) };
}

/**
 * What is wrong with the texts of a cell, found without its art and without painting: `GLYPH_MISSING`, `TEXT_OVERFLOW`, `TEXT_CLIPPED`, `TEXT_TINY`, and what keeps the template from being filled.
 * It says just what composing the cell would.
 */
export async function measureCell(task: ComposeTask, sizes: ArtSizes, tools: ActionTools): Promise<readonly Diagnostic[]> {
  const card = await prepareCard(task, (id) => createPngHead(sizes.get(id)!), tools);
  const gaps = await gatherDiagnostics(async () => {
    await checkGlyphs(card.document.root, task, tools);
    return [];
  });
  const texts = await gatherDiagnostics(async () => {
    const boxes = await measureDocument(card);
    return warnOfTexts(task, { boxes: boxes as unknown as readonly JsonObject[] });
  });
  return [...gaps, ...texts];
}

/** What some work has to tell, or what it threw. */
export async function gatherDiagnostics(run: () => Promise<readonly Diagnostic[]>): Promise<readonly Diagnostic[]> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics;
    throw error;
  }
}

/** Signature and first chunk of a PNG, as far as its size: all that a layout reads of a picture. */
export function createPngHead({ width, height }: Size): Uint8Array {
  const head = Buffer.alloc(24);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}
