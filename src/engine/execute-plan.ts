import { createHash } from 'node:crypto';
import { actionFor } from '../actions/registry.ts';
import type { ActionTools, Made, Payload } from '../actions/action.ts';
import { renderNondeterministic } from '../diagnostics/project.ts';
import { computeActionKey, computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { EventSink } from '../model/event.ts';
import type { Raster } from '../model/geometry.ts';
import type { ActionResult, KeyRecord, TaskOutcome } from '../model/outcome.ts';
import type { GenerateTask, Plan, PlannedCell, Task, TaskKind } from '../model/plan.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Clock } from '../spec/clock.ts';
import type { RequestFiles } from '../spec/generator.ts';
import type { PaidArt } from './obtain-art.ts';

/** What the engine works with. */
export interface ExecuteOptions {
  readonly plan: Plan;
  readonly tools: ActionTools;
  readonly index: ActionIndex;
  readonly store: BlobStore;
  /** Where the pictures of paid tasks come from. */
  readonly paid: PaidArt;
  readonly clock: Clock;
  /** Cells in work at once; memory is bounded by it. */
  readonly jobs: number;
  readonly onEvent: EventSink;
  readonly signal?: AbortSignal;
}

/** How each task ended, and how many really ran. Tasks that an abort kept from starting are absent. */
export interface Execution {
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  readonly ran: { readonly [kind in TaskKind]: number };
}

type Finished = Extract<TaskOutcome, { status: 'cached' | 'made' }>;

/**
 * Brings every cell of a plan to its files. A task's key is made from its inputs' result digests, so a change that yields the same bytes stops
 * there. Work is pulled: a task runs when a cell needs it and no earlier result has its key. Pixels are held only while a task waits for them.
 */
export async function executePlan(options: ExecuteOptions): Promise<Execution> {
  const run = createRun(options);
  const queue = options.plan.cells.toReversed();
  const lane = async (): Promise<void> => {
    for (let cell = queue.pop(); cell !== undefined && !options.signal?.aborted; cell = queue.pop()) await finishCell(cell, run, options.onEvent);
  };
  // Every lane ends by itself, also when another one breaks: a paid request that is under way is never left alone.
  const lanes = await Promise.allSettled(Array.from({ length: Math.max(1, options.jobs) }, lane));
  for (const each of lanes) if (each.status === 'rejected') throw each.reason;
  return { outcomes: run.outcomes, ran: run.ran };
}

async function finishCell(planned: PlannedCell, run: Run, onEvent: EventSink): Promise<void> {
  const statuses: TaskOutcome['status'][] = [];
  for (const id of planned.encodes) statuses.push((await run.resolve(id)).status);
  const failed = statuses.some((status) => status === 'failed' || status === 'blocked');
  const status = failed ? 'failed' : statuses.includes('made') ? 'made' : 'cached';
  onEvent({ type: 'cell', id: planned.cell.id, status });
}

interface Run {
  readonly outcomes: Map<string, TaskOutcome>;
  readonly ran: { [kind in TaskKind]: number };
  resolve(id: string): Promise<TaskOutcome>;
}

function createRun({ plan, tools, index, store, paid, clock, onEvent }: ExecuteOptions): Run {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const waiting = countDependents(plan.tasks);
  const outcomes = new Map<string, TaskOutcome>();
  const promises = new Map<string, Promise<TaskOutcome>>();
  const held = new Map<string, Promise<Payload>>();
  const ran = { ingest: 0, procedural: 0, generate: 0, restore: 0, transform: 0, compose: 0, encode: 0 };

  const taskOf = (id: string): Task => {
    const task = tasks.get(id);
    if (task === undefined) throw new Error(`the plan has no task ${id}`);
    return task;
  };

  const resolve = (id: string): Promise<TaskOutcome> => {
    const begun = promises.get(id);
    if (begun !== undefined) return begun;
    const promise = finish(taskOf(id));
    promises.set(id, promise);
    return promise;
  };

  const finish = async (task: Task): Promise<TaskOutcome> => {
    const start = clock.monotonic();
    const outcome = await attempt(task);
    outcomes.set(task.id, outcome);
    for (const input of actionFor(task).inputs(task)) release(input);
    if (outcome.status === 'failed') for (const diagnostic of outcome.diagnostics) onEvent({ type: 'diagnostic', diagnostic });
    onEvent({ type: 'task', id: task.id, kind: task.kind, status: outcome.status, milliseconds: clock.monotonic() - start });
    return outcome;
  };

  const attempt = async (task: Task): Promise<TaskOutcome> => {
    try {
      return await decide(task);
    } catch (error) {
      if (error instanceof VisualsError) return { status: 'failed', diagnostics: error.diagnostics.map((each) => locateDiagnostic(each, task)) };
      throw error;
    }
  };

  const decide = async (task: Task): Promise<TaskOutcome> => {
    const action = actionFor(task);
    const digests = new Map<string, Digest>();
    for (const input of action.inputs(task)) {
      const outcome = await resolve(input);
      if (outcome.status === 'failed' || outcome.status === 'blocked') return { status: 'blocked', by: outcome.status === 'blocked' ? outcome.by : input };
      digests.set(input, outcome.result.digest);
    }
    const record = await action.record(task, digests, tools);
    const key = computeActionKey(task.kind, record);
    if (task.kind === 'generate') return obtain(task, { key, record, digests });
    const known = index.get(key);
    if (known !== undefined && (!known.stored || store.has(known.digest))) return { status: 'cached', key, record, result: known };
    return { status: 'made', key, record, result: await make(task, key) };
  };

  const obtain = async (
    task: GenerateTask,
    { key, record, digests }: { key: Digest; record: KeyRecord; digests: ReadonlyMap<string, Digest> },
  ): Promise<TaskOutcome> => {
    const request = completeRequest(task, digests);
    const obtained = await paid.obtain({ task, key, record, request, files: () => readReferences(task) });
    if (obtained.status === 'draft') return { status: 'made', key, record, result: await drawDraft(task) };
    if (obtained.status === 'bought') ran.generate += 1;
    const { digest } = obtained.entry;
    return { status: obtained.status === 'bought' ? 'made' : 'cached', key, record, result: { digest, stored: true, bytes: 0, facts: {} } };
  };

  const readReferences = async (task: GenerateTask): Promise<RequestFiles> => {
    const references = await Promise.all(task.references.map(async (reference) => bytesOf(await demand(reference.task))));
    return task.mask === undefined ? { references } : { references, mask: bytesOf(await demand(task.mask)) };
  };

  /** A stand-in is free: it lies in the cache, and never in lock or vault. */
  const drawDraft = async (task: GenerateTask): Promise<ActionResult> => {
    const bytes = await tools.drawDraft(task.request);
    return { digest: await store.write(bytes), stored: true, bytes: bytes.byteLength, facts: { draft: true } };
  };

  const make = async (task: Task, key: Digest): Promise<ActionResult> => {
    const made = await runTask(task);
    const result = await keep(task, made, store);
    index.set(key, result);
    if ((waiting.get(task.id) ?? 0) > 0) held.set(task.id, Promise.resolve(made.payload));
    return result;
  };

  const runTask = async (task: Task): Promise<Made> => {
    const action = actionFor(task);
    const payloads = new Map<string, Payload>();
    for (const input of action.inputs(task)) payloads.set(input, await demand(input));
    ran[task.kind] += 1;
    return action.run(task, payloads, tools);
  };

  /** The payload of a task that was resolved: held, read from the store, or made once more. */
  const demand = (id: string): Promise<Payload> => {
    const there = held.get(id);
    if (there !== undefined) return there;
    const promise = recover(taskOf(id));
    held.set(id, promise);
    return promise;
  };

  const recover = async (task: Task): Promise<Payload> => {
    const { result } = outcomes.get(task.id) as Finished;
    if (task.kind === 'generate' && result.facts['draft'] !== true) return { type: 'bytes', bytes: await paid.read(result.digest) };
    if (result.stored) {
      const bytes = await store.read(result.digest);
      if (bytes !== undefined) return { type: 'bytes', bytes };
    }
    const made = await runTask(task);
    verifySame(task, result.digest, await keep(task, made, store));
    return made.payload;
  };

  const release = (id: string): void => {
    const left = (waiting.get(id) ?? 0) - 1;
    waiting.set(id, left);
    if (left <= 0) held.delete(id);
  };

  return { outcomes, ran, resolve };
}

/** The request as it is sent: references named by the digests of their bytes. */
function completeRequest({ request, references, mask }: GenerateTask, digests: ReadonlyMap<string, Digest>): GenerateRequest {
  const named = references.map(({ name, task }) => ({ name, digest: digests.get(task)! }));
  return { ...request, references: named, ...(mask === undefined ? {} : { mask: { name: 'mask', digest: digests.get(mask)! } }) };
}

function bytesOf(payload: Payload): Uint8Array {
  if (payload.type !== 'bytes') throw new Error('a reference is an encoded picture');
  return payload.bytes;
}

function countDependents(tasks: readonly Task[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const task of tasks) for (const input of actionFor(task).inputs(task)) counts.set(input, (counts.get(input) ?? 0) + 1);
  return counts;
}

/** What goes wrong while a cell is composed is that cell's. */
function locateDiagnostic(diagnostic: Diagnostic, task: Task): Diagnostic {
  return task.kind === 'compose' ? { asset: task.cell.asset, cell: task.cell.id, ...diagnostic } : diagnostic;
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
  return createHash('sha256').update(`${raster.width}x${raster.height}:`).update(raster.data).digest('hex') as Digest;
}

/** A record of one task that finished, for whoever explains it. */
export function recordOf(outcome: TaskOutcome | undefined): { readonly key: Digest; readonly record: KeyRecord } | undefined {
  return outcome?.status === 'cached' || outcome?.status === 'made' ? { key: outcome.key, record: outcome.record } : undefined;
}
