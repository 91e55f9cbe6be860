import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { Action } from './action.ts';
import { composeCell } from './compose-cell.ts';
import { warnOfClips } from './warn-of-clips.ts';
import { warnOfTinyTexts } from './warn-of-tiny-texts.ts';

/** Raised when the way from template and texts to a document changes its result: parsing, line breaks, fit. */
const revision = '11';

/** Template + slots + art → pixels. The key holds what the template reads and nothing else of brand, copy and data. */
export const compose: Action<ComposeTask> = {
  inputs: (task) => Object.values(task.art),
  record: (task, digests, { renderer }) => ({
    revision,
    renderer: renderer.version,
    template: task.templateDigest,
    size: `${task.cell.size.width}x${task.cell.size.height}`,
    // Texts are laid out within it.
    safeArea: formatCanonical({ ...task.cell.size.safeArea }),
    locale: task.cell.locale,
    direction: task.direction,
    ...(task.breaking === undefined ? {} : { breaking: task.breaking }),
    ...(task.numberLocale === undefined ? {} : { numberLocale: task.numberLocale }),
    families: task.families.join(', '),
    fonts: computeDigest(task.fonts.join('\n')),
    ...(task.localeData === undefined ? {} : { localeData: task.localeData }),
    ...prefix('variant', task.variant),
    ...prefix('token', task.tokens),
    ...prefix('text', task.texts),
    ...prefix('slot', Object.fromEntries(Object.entries(task.limits).map(([slot, limits]) => [slot, formatCanonical({ ...limits })]))),
    ...prefix('data', Object.fromEntries(Object.entries(task.data).map(([name, value]) => [name, formatCanonical(value)]))),
    // Scrims are laid where the words need them.
    ...(task.contrast === undefined ? {} : { contrast: `${task.contrast}` }),
    ...(task.hidden && { hidden: task.hidden.join(', ') }),
    ...prefix('art', Object.fromEntries(Object.entries(task.art).map(([slot, id]) => [slot, digests.get(id) ?? '']))),
  }),
  run: composeCell,
  warn: warnOfTexts,
};

/** What is to be said of the texts of a card that was composed or measured. */
export function warnOfTexts(task: ComposeTask, facts: JsonObject): readonly Diagnostic[] {
  return [...warnOfClips(task, facts), ...warnOfTinyTexts(task, facts)];
}

function prefix(name: string, values: { readonly [key: string]: string }): { readonly [field: string]: string } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}
