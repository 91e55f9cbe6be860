import { modelEnded, modelEnding } from '../diagnostics/generate.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { Clock } from '../spec/clock.ts';
import type { Generator } from '../spec/generator.ts';

/** What the provider is known to refuse or to warn of in requests that are to be bought, each with the art that it concerns; nothing is sent. */
export function checkRequests(tasks: readonly GenerateTask[], generators: ReadonlyMap<string, Generator>): readonly Diagnostic[] {
  const found = tasks.flatMap((task) => checkRequest(task, generators.get(task.request.generator)));
  return [...new Map(found.map((each) => [`${each.code} ${each.asset} ${each.message}`, each])).values()];
}

function checkRequest(task: GenerateTask, generator: Generator | undefined): readonly Diagnostic[] {
  const { request, art } = task;
  // What a reference holds decides nothing here; that there is one does.
  const references = task.references.map(({ name }) => ({ name, digest: '' as never }));
  const mask = task.mask === undefined ? {} : { mask: { name: 'mask', digest: '' as never } };
  const found = generator?.check({ ...request, references, ...mask }, { count: request.api === 'responses' ? 1 : task.candidates }) ?? [];
  return found.map((each) => ({ asset: art.slice(0, art.indexOf('/')), details: { art }, ...each }));
}

/** How long before its announced end a model is spoken of, in days. */
const noticeDays = 90;

const millisecondsPerDay = 86_400_000;

/**
 * Warnings for models that end within 90 days, of today or of the day of the provider's table, whether or not anything is to be bought from them. A model that has
 * ended is a warning too: locked pictures stay.
 */
export function findEndings(models: Iterable<string>, generator: Generator, clock: Pick<Clock, 'now'>): readonly Diagnostic[] {
  const today = formatDay(clock);
  return [...new Set(models)].flatMap((model) => {
    const end = generator.findEnd?.(model);
    if (end === undefined || countDays(today < generator.tableVersion ? generator.tableVersion : today, end.date) > noticeDays) return [];
    return today >= end.date ? [{ ...modelEnded({ model, ...end }), severity: 'warning' as const, exit: 0 }] : [modelEnding({ model, ...end })];
  });
}

/** The day, `2026-11-22`. */
export function formatDay(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

function countDays(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / millisecondsPerDay;
}
