import { isFinished } from '../engine/task-outcome.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { LockLine } from '../lock/lock-file.ts';
import type { Digest } from '../model/digest.ts';
import type { TaskOutcome } from '../model/outcome.ts';
import type { GenerateTask, Task } from '../model/plan.ts';
import type { PictureLayer } from '../model/provenance.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { findShownTask } from '../plan/describe-origin.ts';

/** A build as far as layers go. */
export interface LayerSources {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  /** Bought pictures, by {@link indexEntries}. */
  readonly bought: ReadonlyMap<Digest, PictureEntry>;
}

/** What each slot of a composition shows, in the order of its slots. */
export function listLayers(compose: string, sources: LayerSources): readonly PictureLayer[] {
  const task = sources.tasks.get(compose);
  if (task?.kind !== 'compose') return [];
  return Object.entries(task.art).flatMap(([slot, id]) => describeLayer(slot, findShownTask(id, sources.tasks), sources) ?? []);
}

/** The lock's bought pictures by their bytes. Lines are never changed in place, so those that were indexed once are found again: a build in slices asks for each. */
export function indexEntries(lines: readonly LockLine[]): ReadonlyMap<Digest, PictureEntry> {
  const known = indexes.get(lines);
  if (known !== undefined) return known;
  const index = new Map(lines.flatMap((line) => (line.type === 'picture' ? [[line.digest, line] as const] : [])));
  indexes.set(lines, index);
  return index;
}

const indexes = new WeakMap<readonly LockLine[], ReadonlyMap<Digest, PictureEntry>>();

function describeLayer(slot: string, task: Task | undefined, sources: LayerSources): PictureLayer | undefined {
  if (task?.kind === 'ingest') return { slot, kind: 'file', path: task.path };
  if (task?.kind === 'procedural') return { slot, kind: 'procedural', procedure: task.procedure, seed: task.seed };
  return task?.kind === 'generate' ? describeBought(slot, task, sources) : undefined;
}

function describeBought(slot: string, { id, request }: GenerateTask, { outcomes, bought }: LayerSources): PictureLayer {
  const outcome = outcomes.get(id);
  const entry = isFinished(outcome) ? bought.get(outcome.result.digest) : undefined;
  return {
    slot,
    kind: request.operation === 'edit' || entry?.from !== undefined ? 'edited' : 'generated',
    generator: entry?.generator ?? request.generator,
    model: entry?.model ?? request.model,
    prompt: computeDigest(request.prompt),
    ...(entry && { picture: entry.digest, request: entry.request, date: entry.date }),
  };
}
