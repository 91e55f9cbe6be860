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

/** Measured by scripts/rate-ocr.mjs: below this, ornaments are taken for letters. The height is a share of the plate's short side. */
export const textLimits = { score: 0.8, height: 0.015, single: 0.95 } as const;

/**
 * A plate shows no text.
 * @throws VisualsError `OCR_MISSING`, `OCR_MODEL_MISMATCH`
 */
export async function checkUnwantedText({ plate, reader }: UnwantedText): Promise<readonly Observation[]> {
  const lines = (await reader.detect(plate)).filter((line) => isText(line, plate));
  return lines.map((line) => {
    const region = boundLine(line);
    const message = `something like text stands in the picture at ${region.x}, ${region.y}: ${region.width} × ${region.height} px`;
    const fix = 'Take another candidate with `visuals pick`, or ask for another with `visuals regenerate`; if it is meant, set `checks.art.<slot>.text` to `any`.';
    return { message, fix, measured: Math.round(line.score * 100) / 100, limit: textLimits.score, region };
  });
}

/** What is about as high as it is wide is one sign at most, and as often an ornament. */
function isText({ score, width, height }: TextLine, plate: Raster): boolean {
  const isSingle = Math.max(width, height) < 1.6 * Math.min(width, height);
  const isLarge = Math.min(width, height) >= Math.min(plate.width, plate.height) * textLimits.height;
  return isLarge && score >= (isSingle ? textLimits.single : textLimits.score);
}
