import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { slotInvalid } from '../diagnostics/project.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { TextLimits } from '../model/template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { findRangeProblem, isLimitName, resolveContract, resolveSlotLimits } from '../text/resolve-text-slot.ts';
import type { CellDefinition } from './apply-overrides.ts';

interface LimitsRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  readonly template: CompiledTemplate;
}

/**
 * What an asset changes in the text slots of its template, in the cell's language.
 * @throws VisualsError `SLOT_INVALID`, one for each problem
 */
export function resolveCellLimits({ cell, asset, template: { contract } }: LimitsRequest): { readonly [slot: string]: TextLimits } {
  const names = Object.keys(asset.slots);
  if (names.length === 0) return {};
  const problems: Diagnostic[] = [];
  const refuse = (path: string, problem: string): unknown => problems.push(slotInvalid({ path, problem, template: contract.name }));
  const known = Object.keys(contract.slots).filter((slot) => contract.slots[slot]?.type === 'text');
  for (const name of names) {
    if (!known.includes(name)) refuse(name, `is no text slot of template "${contract.name}"${formatNearest(name, known)}`);
    for (const locale of Object.keys(asset.slots[name]?.locales ?? {}))
      if (!isLimitName(locale)) refuse(`${name}.locales.${locale}`, 'is neither a script of templates nor a language tag such as de or zh-Hant');
  }
  const limits = resolveSlotLimits(asset.slots, cell.locale);
  for (const [name, slot] of Object.entries(resolveContract(contract, cell.locale, limits).slots))
    if (slot.type === 'text' && Object.hasOwn(limits, name) && findRangeProblem(slot) !== undefined)
      refuse(name, `has a smallest size above its largest for ${cell.locale}`);
  if (problems.length > 0) throw new VisualsError(problems);
  return limits;
}
