import { textLayer } from '../actions/hide-layers.ts';
import { bytesOf } from '../actions/payloads.ts';
import { createRun } from '../engine/create-run.ts';
import type { Run } from '../engine/create-run.ts';
import type { Execution } from '../engine/execute-plan.ts';
import type { PaidArt } from '../engine/obtain-art.ts';
import { providePayload } from '../engine/provide-payload.ts';
import { resolveTask } from '../engine/resolve-task.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Raster } from '../model/geometry.ts';
import type { ComposeTask, Plan } from '../model/plan.ts';
import type { LoadedProject } from './load-project.ts';
import type { Workspace } from './workspace.ts';

/** Pixels of composed cards, drawn when they are asked for. */
export interface Cards {
  draw(task: ComposeTask): Promise<Raster>;
  /** @param layer `text`, or an image slot of the card */
  drawWithout(task: ComposeTask, layer: string): Promise<Raster>;
  /** The PNG that fills an image slot. */
  readPlate(task: ComposeTask, slot: string): Promise<Uint8Array>;
  /** Lets go of what was drawn from; it is read again when it is needed. */
  release(): void;
}

interface CardsInput {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly execution: Execution;
  readonly paid: PaidArt;
}

/** Opens the cards of a plan that was executed. Nothing that it draws is published or reported. */
export function openCards({ workspace, project, plan, execution, paid }: CardsInput): Cards {
  const partial = plan.tasks.flatMap((task) => (task.kind === 'compose' ? [textLayer, ...Object.keys(task.art)].map((layer) => hide(task, layer)) : []));
  const { index, store, host } = workspace;
  const run = createRun(
    { plan: { ...plan, tasks: [...plan.tasks, ...partial] }, tools: project.tools, index, store, paid, clock: host.clock, jobs: 1, onEvent: () => undefined },
    { lend: (work) => work(), restoreAhead: () => undefined },
  );
  for (const { id } of plan.tasks) {
    const outcome = execution.outcomes.get(id);
    if (outcome !== undefined) run.outcomes.set(id, outcome);
  }
  return {
    draw: ({ id }) => drawCard(id, run),
    drawWithout: (task, layer) => drawCard(nameWithout(task, layer), run),
    readPlate: async (task, slot) => bytesOf(new Map([[slot, await providePayload(task.art[slot]!, run)]]), slot),
    release: () => run.held.clear(),
  };
}

function hide(task: ComposeTask, layer: string): ComposeTask {
  return { ...task, id: nameWithout(task, layer), hidden: [layer] };
}

function nameWithout({ id }: ComposeTask, layer: string): string {
  return `${id} without ${layer}`;
}

async function drawCard(id: string, run: Run): Promise<Raster> {
  // Somebody waits for the pixels, so that they are not drawn a second time.
  run.dependents.set(id, 1);
  const outcome = await resolveTask(id, run);
  if (outcome.status === 'failed') throw new VisualsError(outcome.diagnostics);
  if (!isFinished(outcome)) throw new Error(`${id} waits for ${outcome.by}`);
  const payload = await providePayload(id, run);
  run.held.delete(id);
  if (payload.type !== 'raster') throw new Error(`${id} was expected to give pixels`);
  return payload.raster;
}
