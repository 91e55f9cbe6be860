import { createPauses } from '../engine/create-pauses.ts';
import type { Pause } from '../engine/create-pauses.ts';
import { narrowPlan } from '../engine/narrow-plan.ts';
import { selectCells } from '../matrix/select-cells.ts';
import { sliceMatrix } from '../matrix/slice-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix, Cell } from '../model/matrix.ts';
import type { Plan } from '../model/plan.ts';
import type { Selection } from '../model/report.ts';
import { collectGrowth } from './collect-heap.ts';
import { derivePatiently } from './derive-patiently.ts';
import { createLackFinder } from './find-lacking.ts';
import type { LackFinder } from './find-lacking.ts';
import { createAskedNotes, settleAsked } from './note-asked.ts';
import type { AskedFirst } from './note-asked.ts';
import { loadProject } from './load-project.ts';
import type { LoadedProject } from './load-project.ts';
import { findStanding, nothingStands } from './find-standing.ts';
import type { StandingAssets } from './find-standing.ts';
import type { ProjectMemory } from './project-memory.ts';
import type { Workspace } from './workspace.ts';

/** A project, loaded and planned. */
export interface PreparedPlan {
  readonly project: LoadedProject;
  /** Every cell of the config. */
  readonly matrix: AssetMatrix;
  /** Assets that were asked for and are not planned, because they stand as they are. */
  readonly standing: StandingAssets;
  /** What is planned. Where slices begin follows from it alone, and not from what was built or bought before. */
  readonly slices: readonly AssetMatrix[];
  /** The tasks of the cells that were asked for and could be planned; of a sliced build, those that are executed first, with all that is still to be bought. */
  readonly plan: Plan;
  /** What is planned once more when it is its turn; none but in a sliced build. */
  readonly later: LaterSlices;
  readonly diagnostics: readonly Diagnostic[];
  /** Cells that could not be planned. */
  readonly failed: readonly string[];
  /** Asset → copy keys that its plan asked for. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Lets signals in while plans are derived once more. */
  readonly pause: Pause;
  /** Paid tasks that several slices ask for, each otherwise. */
  readonly asked: AskedFirst;
}

/** Slices of a build behind its first, and how much they are. Their plans were derived once, to tell what is wrong, and let go. */
export interface LaterSlices {
  readonly slices: readonly AssetMatrix[];
  /** Cells that could be planned, and their files. */
  readonly cells: number;
  readonly outputs: number;
}

/** Cells that are planned and executed at once, where nobody needs the whole plan: what is held grows with these and hardly with the project. */
export const mostCellsAtOnce = 500;

/** How much of a project is held at a time. */
export interface Slicing {
  /** Cells that are planned and executed at once; default all, for whoever works with the whole plan. */
  readonly mostCells?: number | undefined;
}

/** How a project is planned. */
export interface PrepareOptions extends Slicing {
  /** Whether assets that stand are left out of the plan; default false, for whoever works with the whole plan. */
  readonly leaveStanding?: boolean;
  /** What was loaded before in this process. */
  readonly memory?: ProjectMemory | undefined;
  /** Sees the plans of all that is planned, one after the other and each once: whoever needs something of all of them need not derive them again. */
  readonly observePlan?: ((plan: Plan) => void) | undefined;
  /** Hears that all is loaded and planning begins. */
  readonly onLoaded?: (() => void) | undefined;
  /** Planning ends with what it is aborted with. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Loads the project and plans what was asked for. With a memory, only what has moved since it was remembered is loaded.
 * @throws VisualsError what makes the project as a whole unusable: config, brand, fonts, copy files, an empty selection
 */
export async function preparePlan(workspace: Workspace, selection: Selection, options: PrepareOptions = {}): Promise<PreparedPlan> {
  const { leaveStanding = false, mostCells = Infinity, memory, observePlan = () => undefined, onLoaded, signal } = options;
  const pause = createPauses(signal);
  const project = await loadProject(workspace, memory);
  onLoaded?.();
  const matrix = [...project.inputs.assets.values()];
  const selected = selectCells(matrix, selection);
  const standing = leaveStanding ? await findStanding(selected, { project, workspace, pause }) : nothingStands;
  const planned = selected.filter(({ asset, cells }) => cells.length > 0 && !standing.ids.has(asset.id));
  const slices = sliceMatrix(planned, { mostCells });
  const { lacking, ...survey } = await surveySlices(slices, project, { observePlan, pause, findLacking: createLackFinder(project, workspace) });
  const [first = [], ...later] = lacking.size === 0 ? slices : sliceMatrix(planned, { mostCells, belongsFirst: ({ id }) => lacking.has(id) });
  const plan = survey.plan ?? (await deriveSlice(first, { project, pause, asked: survey.asked }));
  const diagnostics = [...project.diagnostics, ...(await project.tools.locate(survey.diagnostics))];
  return { ...survey, project, matrix, standing, slices, plan, pause, later: countLater(later, survey.failed), diagnostics };
}

interface Survey extends Pick<PreparedPlan, 'diagnostics' | 'failed' | 'keys' | 'asked'> {
  /** Where there is one slice alone. */
  readonly plan?: Plan;
  /** Assets whose art is still to be bought, as far as that says what comes first. */
  readonly lacking: ReadonlySet<string>;
}

interface Surveyors {
  readonly observePlan: (plan: Plan) => void;
  readonly pause: Pause;
  readonly findLacking: LackFinder;
}

/** Derives all plans one by one: what is wrong in any of them is told before the first picture is made. */
async function surveySlices(slices: readonly AssetMatrix[], { inputs }: LoadedProject, { observePlan, pause, findLacking }: Surveyors): Promise<Survey> {
  const [only, second] = slices;
  if (second === undefined) {
    const derived = await derivePatiently(only ?? [], inputs, pause);
    observePlan(derived.plan);
    return { ...derived, lacking: new Set(), asked: new Map() };
  }
  const found = { diagnostics: [] as Diagnostic[], failed: [] as string[], keys: new Map<string, readonly string[]>(), lacking: new Set<string>() };
  const notes = createAskedNotes();
  for (const slice of slices) {
    const { plan: derived, diagnostics, failed, keys } = await derivePatiently(slice, inputs, pause);
    const plan = notes.settle(derived);
    observePlan(plan);
    for (const each of diagnostics) found.diagnostics.push(each);
    for (const each of failed) found.failed.push(each);
    for (const [asset, own] of keys) found.keys.set(asset, [...new Set([...(found.keys.get(asset) ?? []), ...own])]);
    for (const asset of await findLacking(plan)) found.lacking.add(asset);
    collectGrowth();
  }
  return { ...found, asked: notes.shared() };
}

function countLater(slices: readonly AssetMatrix[], failed: readonly string[]): LaterSlices {
  const missing = new Set(failed);
  const counts = slices.flat().map(({ asset, cells }) => ({ cells: cells.filter(({ id }) => !missing.has(id)).length, formats: asset.formats.length }));
  return {
    slices,
    cells: counts.reduce((sum, { cells }) => sum + cells, 0),
    outputs: counts.reduce((sum, { cells, formats }) => sum + cells * formats, 0),
  };
}

/** The plans of all that is planned, one after the other: one of them is held at a time. */
export async function* derivePlans(prepared: PreparedPlan): AsyncIterable<Plan> {
  const { slices, plan } = prepared;
  if (slices.length === 1) yield plan;
  else for (const slice of slices) yield await deriveSlice(slice, prepared);
}

/** Derives a slice of a build, which asks for what others asked for before as they did. */
export async function deriveSlice(slice: AssetMatrix, { project, asked, pause }: Pick<PreparedPlan, 'project' | 'asked' | 'pause'>): Promise<Plan> {
  return settleAsked((await derivePatiently(slice, project.inputs, pause)).plan, asked);
}

/** What of a build some cells are. What is wrong with others is told all the same. */
export function narrowPrepared(prepared: PreparedPlan, cells: ReadonlySet<string>, mostCells: number): PreparedPlan {
  const isKept = ({ id }: Cell): boolean => cells.has(id);
  const later = prepared.later.slices.flat().map((each) => ({ ...each, cells: each.cells.filter(isKept) }));
  const slices = sliceMatrix(
    later.filter((each) => each.cells.length > 0),
    { mostCells },
  );
  return { ...prepared, plan: narrowPlan(prepared.plan, cells), later: countLater(slices, prepared.failed) };
}

/** Files of a plan. */
export function countOutputs({ cells }: Plan): number {
  return cells.reduce((sum, { encodes }) => sum + encodes.length, 0);
}

/** Tasks of a build; of slices that are planned later, only those of their pictures. */
export function countTasks({ plan, later }: PreparedPlan): number {
  return plan.tasks.length + later.cells + later.outputs;
}
