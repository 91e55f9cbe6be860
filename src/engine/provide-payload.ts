import { actionFor } from '../actions/registry.ts';
import type { Made, Payload } from '../actions/action.ts';
import { renderNondeterministic } from '../diagnostics/project.ts';
import { computeDigest, computeJoinedDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Raster } from '../model/geometry.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { Task } from '../model/plan.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Run } from './create-run.ts';
import { findTask } from './create-run.ts';
import { isFinished } from './task-outcome.ts';

/** The payload of a task that has ended well: held, read from where it is stored, or made once more. */
export function providePayload(id: string, run: Run): Promise<Payload> {
  const there = run.held.get(id);
  if (there !== undefined) return there;
  const promise = recover(findTask(id, run), run);
  run.held.set(id, promise);
  return promise;
}

async function recover(task: Task, run: Run): Promise<Payload> {
  const outcome = run.outcomes.get(task.id);
  if (!isFinished(outcome)) throw new Error(`${task.id} has no result`);
  const { result } = outcome;
  if (task.kind === 'generate' && result.facts['draft'] !== true) return { type: 'bytes', bytes: await run.paid.read(result.digest) };
  const bytes = result.stored ? await run.store.read(result.digest) : undefined;
  if (bytes !== undefined) return { type: 'bytes', bytes };
  const made = await runTask(task, run);
  verifySame(task, result.digest, await keep(task, made, run.store));
  return made.payload;
}

/** Runs a task whose inputs have ended well, keeps its result, and holds its payload for whoever needs it. */
export async function makeResult(task: Task, key: Digest, run: Run): Promise<ActionResult> {
  const made = await runTask(task, run);
  const result = await keep(task, made, run.store);
  run.index.set(key, result);
  if ((run.dependents.get(task.id) ?? 0) > 0) run.held.set(task.id, Promise.resolve(made.payload));
  return result;
}

/** A task needs its input no more: the last one lets go of the payload. */
export function releasePayload(id: string, { dependents, held }: Run): void {
  const left = (dependents.get(id) ?? 0) - 1;
  if (left > 0) return void dependents.set(id, left);
  dependents.delete(id);
  held.delete(id);
}

async function runTask(task: Task, run: Run): Promise<Made> {
  const action = actionFor(task);
  const payloads = new Map<string, Payload>();
  for (const input of action.inputs(task)) payloads.set(input, await providePayload(input, run));
  run.ran[task.kind] += 1;
  return action.run(task, payloads, run.tools);
}

/** Stores bytes; pixels are only named, for they are made again faster than they are read back. An ingested file stays where it is. */
async function keep(task: Task, made: Made, store: BlobStore): Promise<ActionResult> {
  const { payload, facts } = made;
  if (payload.type === 'raster') return { digest: computeRasterDigest(payload.raster), stored: false, bytes: payload.raster.data.byteLength, facts };
  if (task.kind === 'ingest') return { digest: computeDigest(payload.bytes), stored: false, bytes: payload.bytes.byteLength, facts };
  return { digest: await store.write(payload.bytes), stored: true, bytes: payload.bytes.byteLength, facts };
}

function verifySame(task: Task, expected: Digest, again: ActionResult): void {
  if (again.digest === expected) return;
  throw new VisualsError(renderNondeterministic({ cell: task.id, expected, actual: again.digest }));
}

/** Digest of decoded pixels: width, height and the RGBA bytes. */
export function computeRasterDigest(raster: Raster): Digest {
  return computeJoinedDigest([`${raster.width}x${raster.height}:`, raster.data]);
}
