import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { TextSlot } from '../model/template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { CellDefinition } from './apply-overrides.ts';
import { formatCopyKey } from './apply-overrides.ts';
import type { PlanInputs } from './plan-inputs.ts';

interface TextsRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  readonly template: CompiledTemplate;
  readonly inputs: PlanInputs;
}

/**
 * The formatted message of every text slot that is filled from the copy. An optional slot may be absent, but then in the source language too:
 * a translation that was forgotten is an error, never a gap in the picture.
 * @throws VisualsError with every missing or broken message
 */
export function resolveCellTexts({ cell, asset, template, inputs }: TextsRequest): { readonly [slot: string]: string } {
  const texts: Record<string, string> = {};
  const problems: Diagnostic[] = [];
  for (const [name, slot] of Object.entries(template.contract.slots)) {
    if (slot.type !== 'text' || slot.from !== 'copy') continue;
    const key = formatCopyKey(asset, name);
    if (isLeftOut(slot, key, cell, inputs)) continue;
    try {
      texts[name] = inputs.text({ locale: cell.locale, key, data: asset.data });
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      problems.push(...error.diagnostics);
    }
  }
  if (problems.length > 0) throw new VisualsError(problems);
  return texts;
}

function isLeftOut(slot: TextSlot, key: string, cell: Cell, inputs: PlanInputs): boolean {
  return slot.optional && !inputs.hasText(cell.locale, key) && !inputs.hasText(inputs.locales.source, key);
}
