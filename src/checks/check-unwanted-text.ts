import type { Observation } from '../model/finding.ts';
import type { Raster } from '../model/geometry.ts';
import type { TextLine, TextReader } from '../spec/text-reader.ts';
import { boundLine } from './compare-words.ts';

/** Raised when the same picture may get another answer. */
export const unwantedTextVersion = '1';

/** A plate that must be free of text. */
export interface UnwantedText {
  readonly plate: Raster;
  readonly reader: TextReader;
}

/** Measured by scripts/rate-ocr.mjs: outside of these, ornaments are taken for letters. Heights are shares of the plate's short side. */
const limits = { score: 0.8, height: 0.015, singleScore: 0.95, singleHeight: 0.3 } as const;

/**
 * A plate shows no text.
 * @throws VisualsError `OCR_MISSING`, `OCR_MODEL_MISMATCH`
 */
export async function checkUnwantedText({ plate, reader }: UnwantedText): Promise<readonly Observation[]> {
  const lines = (await reader.detect(plate)).filter((line) => isText(line, plate));
  return lines.map((line) => {
    const region = boundLine(line);
    const message = `something like text stands in the picture at ${region.x}, ${region.y}: ${region.width} × ${region.height} px`;
    const fix =
      'Give a picture without it: another candidate (`visuals pick`), another purchase (`visuals regenerate`) or another file. If it is meant, set `checks.art.<slot>.text` to `any`.';
    return { message, fix, measured: Math.round(line.score * 100) / 100, limit: limits.score, region };
  });
}

/** What is about as high as it is wide is one sign at most, and as often an ornament. */
function isText(line: TextLine, plate: Raster): boolean {
  const unit = Math.min(plate.width, plate.height);
  const [least, most] = [Math.min(line.width, line.height), Math.max(line.width, line.height)];
  if (least < unit * limits.height) return false;
  return most < 1.6 * least ? line.score >= limits.singleScore && most <= unit * limits.singleHeight : line.score >= limits.score;
}
