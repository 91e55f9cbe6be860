import { createPauses } from '../engine/create-pauses.ts';
import type { Pause } from '../engine/create-pauses.ts';
import { createPlanDigester } from '../engine/create-plan-digester.ts';
import { computeDigest } from '../keys/canonical.ts';
import { sliceMatrix } from '../matrix/slice-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Plan } from '../model/plan.ts';
import { derivePlan } from '../plan/derive-plan.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { mostCellsAtOnce } from '../project/prepare-plan.ts';
import { nameAccount } from './queue-names.ts';
import type { Account } from './queue-names.ts';

/** What a machine of a fleet knows of a project; its plan is too large to be held. */
export interface ProjectSurvey {
  /** What two machines must have in common to work for each other: the sources, as far as the plan of all cells tells, and what draws. Twelve letters. */
  readonly fingerprint: string;
  /** Paid task → a part of the matrix whose plan has it. */
  readonly paid: ReadonlyMap<string, AssetMatrix>;
  /** Whose models may be asked. */
  readonly accounts: readonly Account[];
  /** What is wrong with cells that can't be planned. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Derives the plan of all cells part by part, and lets go of each. The parts are the same ones on every machine, whatever a command was asked for and whatever is bought. */
export async function surveyProject(project: LoadedProject, pause: Pause = createPauses()): Promise<ProjectSurvey> {
  const found = { paid: new Map<string, AssetMatrix>(), accounts: new Map<string, Account>(), diagnostics: [] as Diagnostic[] };
  const { renderer, codec, painter } = project.tools;
  const digester = createPlanDigester();
  for (const slice of sliceMatrix([...project.inputs.assets.values()], { mostCells: mostCellsAtOnce })) {
    await pause();
    digester.add(surveySlice(slice, project, found));
  }
  const fingerprint = computeDigest(['visuals-fleet-2', digester.digest(), renderer.version, codec.version, painter.version].join('\n')).slice(0, 12);
  return { ...found, fingerprint, accounts: [...found.accounts.values()] };
}

interface Found {
  readonly paid: Map<string, AssetMatrix>;
  readonly accounts: Map<string, Account>;
  readonly diagnostics: Diagnostic[];
}

function surveySlice(slice: AssetMatrix, { inputs }: LoadedProject, { paid, accounts, diagnostics }: Found): Plan {
  const derived = derivePlan(slice, inputs);
  for (const each of derived.diagnostics) diagnostics.push(each);
  for (const task of derived.plan.tasks) {
    if (task.kind !== 'generate') continue;
    if (!paid.has(task.id)) paid.set(task.id, slice);
    const { generator, model } = task.request;
    accounts.set(nameAccount({ generator, model }), { generator, model });
  }
  return derived.plan;
}
