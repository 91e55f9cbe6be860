import { expandMatrix } from '../matrix/expand-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { ComposeTask, Plan } from '../model/plan.ts';
import { groupBy } from '../model/group-by.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import { listMessageUses } from '../plan/list-message-uses.ts';
import type { MessageUse } from '../plan/list-message-uses.ts';
import type { PlanInputs, TextRequest } from '../plan/plan-inputs.ts';
import { limitMessage, type ResolvedMessage } from '../text/resolve-message.ts';
import { formatMessage, loadIcu } from '../text/format-message.ts';
import type { CopyUnit } from '../copy/copy-format.ts';
import type { LoadedProject } from './load-project.ts';

/** The cards of one language as they are while its texts are worked on. */
export interface PlannedTranslation {
  readonly plan: Plan;
  /** Cell → task. */
  readonly composes: ReadonlyMap<string, ComposeTask>;
  /** Copy key → where it is shown in this language, in the order of the matrix. */
  readonly uses: ReadonlyMap<string, readonly MessageUse[]>;
  readonly inputs: PlanInputs;
  /** Why cells are left out. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Which language is planned, with which texts. */
export interface TranslationRequest {
  readonly locale: string;
  /** Texts that are not in the copy yet, by key. */
  readonly texts?: ReadonlyMap<string, CopyUnit>;
}

/**
 * Plans all cells of a language. What is not translated yet, or can't be formatted, is shown in the source language, so that every card is complete; only a new text that can't be formatted
 * leaves its cells out.
 */
export async function planTranslation(project: LoadedProject, { locale, texts = new Map() }: TranslationRequest): Promise<PlannedTranslation> {
  const { inputs, config } = project;
  const icu = await loadIcu();
  const style = { direction: inputs.directionOf(locale), numbering: config.locales.numbering };
  /** Limits of a file for translators are about what was measured; the layout knows better. */
  const limitAdded = ({ limit: _measured, ...unit }: CopyUnit): ResolvedMessage =>
    limitMessage({ ...unit, locale }, project.copy.find(config.locales.source, unit.key));
  const text = (request: TextRequest): string => {
    const added = request.locale === locale ? texts.get(request.key) : undefined;
    if (added !== undefined) return formatMessage(limitAdded(added), { values: request.data, icu, ...style });
    return firstOf(
      () => inputs.text(request),
      () => inputs.text({ ...request, locale: config.locales.source }),
    );
  };
  const hasText = (each: string, key: string): boolean => texts.has(key) || inputs.hasText(each, key) || inputs.hasText(config.locales.source, key);
  const sourceOf: PlanInputs['sourceOf'] = (each, key) => {
    const added = each === locale ? texts.get(key) : undefined;
    return added === undefined ? (inputs.sourceOf(each, key) ?? inputs.sourceOf(config.locales.source, key)) : { ...added, locale };
  };
  const known: PlanInputs = { ...inputs, text, hasText, sourceOf };
  const matrix = expandMatrix(config.assets).map(({ asset, cells }) => ({ asset, cells: cells.filter((cell) => cell.locale === locale) }));
  const { plan, diagnostics } = derivePlan(matrix, known);
  const composes = new Map(plan.tasks.flatMap((task) => (task.kind === 'compose' ? [[task.cell.id, task] as const] : [])));
  return { plan, composes, uses: groupBy(listMessageUses(matrix, inputs), ({ key }) => key), inputs: known, diagnostics };
}

/** The problem that is told is the first one. */
function firstOf(first: () => string, second: () => string): string {
  try {
    return first();
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    try {
      return second();
    } catch {
      throw error;
    }
  }
}
