import { textTiny } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { shapeOf } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import { readTextBoxes } from './read-text-boxes.ts';

/** Lower than this share of a strip, a text can't be read. */
const leastShare = 1 / 10;

/** Says of a strip whose template was not designed for one which of its texts are too small to be read: `TEXT_TINY`. */
export function warnOfTinyTexts(task: ComposeTask, facts: JsonObject): readonly Diagnostic[] {
  const { size, asset, locale } = task.cell;
  if (shapeOf(size) !== 'strip') return [];
  const tiny = readTextBoxes(task, facts).filter(({ fontSize }) => fontSize < Math.floor(leastShare * size.height));
  if (tiny.length === 0) return [];
  const { template } = task;
  const slots = [...new Set(tiny.map(({ slot }) => slot))];
  const fontSize = Math.min(...tiny.map((box) => box.fontSize));
  return [
    textTiny({ slots, template, width: size.width, height: size.height, fontSize }, { details: { asset, size: size.name, locale, template, slots, fontSize } }),
  ];
}
