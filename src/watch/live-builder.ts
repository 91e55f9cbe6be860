import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { LivePurchase } from '../model/live.ts';
import type { Cell } from '../model/matrix.ts';
import type { BuildOptions, BuildReport, CellChange, PlannedPurchase } from '../model/report.ts';
import { executeBuild } from '../project/execute-build.ts';
import type { BuiltProject } from '../project/build-course.ts';
import type { Host } from '../project/host.ts';
import { loadProject } from '../project/load-project.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { openTreasury, sumMonth } from '../project/open-paid-art.ts';
import { createProjectMemory } from '../project/project-memory.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import { locateState } from '../project/state-paths.ts';
import { openWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { hasMoved, restampDependencies } from '../store/has-moved.ts';
import { createInputFiles } from '../store/input-files.ts';
import type { Dependencies } from '../store/input-files.ts';
import { readSnapshot } from '../store/snapshot.ts';
import type { CellSources } from './describe-cells.ts';
import { describeCells, describeProblem } from './describe-cells.ts';
import { listCells } from './describe-detail.ts';
import { drawCells } from './draw-cells.ts';
import type { DrawRequest, MadeCells } from './draw-cells.ts';
import { explainRestored } from './explain-restored.ts';
import type { LiveBoard } from './live-board.ts';
import type { PictureShelf } from './picture-shelf.ts';

/** Builds, and puts what came of it on the board. */
export interface LiveBuilder {
  /** Whether anything differs from what the board shows. */
  hasMoved(): boolean;
  /** Draws what somebody looks at; the signal leaves out what is not begun. */
  draw(focus: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
  /** Builds all that was asked for; without `spend`, what is not bought becomes a stand-in. The signal gives up the free work that is under way; what was paid for arrives. */
  build(signal: AbortSignal, selection?: BuildSelection): Promise<void>;
  /** Shows once more what was built, after the lock has changed. */
  refresh(): void;
  /** What the last complete build worked with. */
  built(): BuiltProject | undefined;
  /** Why a cell was made the last time. */
  changeOf(cell: string): CellChange | undefined;
  openBook(): LockBook;
}

/** A purchase that was agreed to: what it may cost, and of which assets; undefined for all that is free. */
type BuildSelection = { readonly spend: number; readonly only: readonly string[] } | undefined;

/** What a builder works with. */
export interface BuilderParts {
  readonly host: Host;
  readonly options: BuildOptions;
  readonly board: LiveBoard;
  readonly shelf: PictureShelf;
  /** Called with all that has been read, whenever that may have changed. */
  readonly follow: (dependencies: Dependencies) => Promise<void>;
  /** Said beside the problems of every build. */
  readonly warnings: readonly Diagnostic[];
}

const nothingRead: Dependencies = { files: new Map(), folders: new Map(), absent: new Set() };

/** A builder that has built nothing yet. */
export function createLiveBuilder(parts: BuilderParts): LiveBuilder {
  const { host } = parts;
  const course: Course = { ...parts, changes: new Map(), memory: createProjectMemory(), built: undefined, dependencies: nothingRead, isDue: true };
  return {
    hasMoved: () => course.isDue || hasMoved(course.dependencies, host),
    draw: (focus, signal) => drawFocus(focus, signal, course),
    build: (signal, selection) => buildAll(signal, selection, course),
    refresh: () => {
      if (course.built !== undefined) showBuilt(course.built, course);
    },
    built: () => course.built,
    changeOf: (cell) => course.changes.get(cell),
    openBook: () => openBook(host),
  };
}

/** What a builder has come to. */
interface Course extends BuilderParts, Scene {
  /** What was loaded, for the next drawing and the next build. */
  readonly memory: ProjectMemory;
  built: BuiltProject | undefined;
  dependencies: Dependencies;
  /** Whatever the files say: nothing was built yet, or the board shows what was drawn ahead, which may have been taken back meanwhile. */
  isDue: boolean;
}

async function drawFocus(wanted: ReadonlySet<string>, signal: AbortSignal, course: Course): Promise<void> {
  course.isDue = true;
  const draw = (): Promise<Drawn> => drawAhead({ workspace: openStage(course), memory: course.memory, wanted, signal }, course);
  let drawn = await draw();
  for (let looks = 1; looks < mostLooks && drawn.isWrong && (await movesSoon(drawn, course.host)); looks += 1) drawn = await draw();
  if (!signal.aborted) drawn.show();
}

/** A project to draw in: results are those that the last build knew, files are looked at anew. */
function openStage({ built, dependencies, host }: Course): Workspace {
  const workspace = built?.workspace ?? openNext(host);
  return { ...workspace, files: createInputFiles({ ...host, known: dependencies.files }) };
}

async function buildAll(signal: AbortSignal, selection: BuildSelection, course: Course): Promise<void> {
  if (signal.aborted) return;
  const { host, options, board, memory } = course;
  // Trying again is no sign that a mistake is gone: its banner stays until something could be made.
  if (selection !== undefined || board.state().phase !== 'broken') board.setPhase(selection === undefined ? 'building' : 'buying');
  let latest: BuiltProject | undefined;
  // What is being changed here nobody else has made: only the first build asks the team.
  const given = { ...options, ...selection, draft: true, alone: course.built !== undefined, signal, onEvent: followPurchases(board, options) };
  const report = await executeBuild(given, host, {
    leaveBatches: true,
    memory,
    observe: (end) => {
      latest = end;
    },
  });
  if (signal.aborted) return;
  course.isDue = false;
  await (latest === undefined ? settleBroken(report.diagnostics, course) : settleBuilt(latest, report, course));
}

async function settleBroken(diagnostics: readonly Diagnostic[], course: Course): Promise<void> {
  const { host, memory, follow } = course;
  // The mistake is in a file that was just read: it is watched from now on, beside those of the last good build.
  course.dependencies = restampDependencies(uniteDependencies(course.dependencies, await readDependencies(openNext(host), memory)), host);
  await follow(course.dependencies);
  showBroken(diagnostics, course);
}

async function settleBuilt(end: BuiltProject, { diagnostics, made, milliseconds }: BuildReport, course: Course): Promise<void> {
  const restored = course.built === undefined ? [] : explainRestored(course.built, end);
  course.built = end;
  course.dependencies = end.workspace.files.dependencies();
  for (const change of [...restored, ...made]) course.changes.set(change.cell, change);
  showBuilt(end, course);
  showProblems(diagnostics, course);
  await course.follow(course.dependencies);
  course.board.setPhase('idle', milliseconds);
}

/** What is shown, and why it was made. */
interface Scene extends Pick<BuilderParts, 'host' | 'board' | 'shelf' | 'warnings'> {
  /** Why cells were made the last time, by cell. */
  readonly changes: Map<string, CellChange>;
}

/** Milliseconds after which a mistake that was just read is no half-written file. */
const doubtTime = 25;
/** How often a file that does not come to rest is looked at before its mistake is told. */
const mostLooks = 4;

/** What a drawing has come to. */
interface Drawn {
  /** What it read. */
  readonly dependencies: () => Dependencies;
  readonly isWrong: boolean;
  /** Puts on the board what is not there yet. */
  readonly show: () => void;
}

/** Cells are shown one by one as they are drawn; what could not be drawn is for the caller to show, once it is certain. */
async function drawAhead(request: Pick<DrawRequest, 'workspace' | 'memory' | 'wanted' | 'signal'>, scene: Scene): Promise<Drawn> {
  const { board, host, shelf } = scene;
  const { workspace, wanted } = request;
  const book = openBook(host);
  const describe = (cells: readonly Cell[], { plan, outcomes, project }: MadeCells): void => {
    if (board.state().phase !== 'buying') board.setPhase('building');
    board.updateCells(describeCells({ ...sourcesOf({ book, plan, outcomes, project }, scene), cells }));
  };
  try {
    const drawn = await drawCells({ ...request, shelf, onDrawn: (cell, made) => describe([cell], made) });
    const show = (): void => {
      describe(
        listCells(drawn.project).filter(({ id }) => wanted.has(id)),
        drawn,
      );
      const others = board.state().problems.filter(({ cell }) => cell !== undefined && !wanted.has(cell));
      board.setProblems([...others, ...drawn.diagnostics.map(describeProblem)]);
    };
    return { dependencies: () => workspace.files.dependencies(), isWrong: drawn.diagnostics.some(({ severity }) => severity === 'error'), show };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { dependencies: () => workspace.files.dependencies(), isWrong: true, show: () => showBroken(error.diagnostics, scene) };
  }
}

/** Whether what was read turns out to have been on its way. */
async function movesSoon({ dependencies }: Drawn, host: Host): Promise<boolean> {
  await setTimeout(doubtTime);
  return hasMoved(dependencies(), host);
}

function showBuilt({ prepared, execution, unpaid }: BuiltProject, scene: Scene): void {
  const { host, board } = scene;
  const { project, plan, failed } = prepared;
  const { config } = project;
  const treasury = openTreasury(host.root);
  const looked = new Set([...plan.cells.map(({ cell }) => cell.id), ...failed]);
  // A part of the project may have been asked for: of the rest, what is shown stays.
  const everything = listCells(project).filter(({ id }) => looked.has(id) || board.cells().has(id));
  const cells = everything.filter(({ id }) => looked.has(id));
  const described = describeCells({ ...sourcesOf({ book: treasury.book, plan, outcomes: execution.outcomes, project }, scene), cells });
  const shown = new Map(described.map((cell) => [cell.id, cell]));
  board.setFacts({ project: basename(host.root), locales: config.locales.all });
  board.replaceCells(everything.map(({ id }) => shown.get(id) ?? board.cells().get(id)!));
  const { perMonth } = config.budget;
  board.setPurchases(unpaid.map(describePurchase), { month: sumMonth(treasury.journal, host), ...(perMonth !== undefined && { perMonth }) });
}

function sourcesOf(
  { project, ...made }: Pick<CellSources, 'book' | 'plan' | 'outcomes'> & { readonly project: LoadedProject },
  { shelf, changes, board }: Scene,
): Omit<CellSources, 'cells'> {
  return { ...made, shelf, changes, before: board.cells(), directionOf: (locale) => project.inputs.directionOf(locale) };
}

function showBroken(diagnostics: readonly Diagnostic[], scene: Scene): void {
  showProblems(diagnostics, scene);
  scene.board.setPhase('broken');
}

/** What is not bought is told as a purchase that a person may make. */
function showProblems(diagnostics: readonly Diagnostic[], { board, warnings }: Scene): void {
  board.setProblems([...diagnostics.filter(({ code }) => code !== 'ART_UNPAID'), ...warnings].map(describeProblem));
}

function openBook({ root }: Host): LockBook {
  return openLockBook(join(root, lockName));
}

/** Digests of unchanged files are known from the last build. */
function openNext(host: Host): Workspace {
  return openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
}

/** Reads as far as it goes, to learn what was read. */
async function readDependencies(workspace: Workspace, memory: ProjectMemory): Promise<Dependencies> {
  try {
    await loadProject(workspace, memory);
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
  }
  return workspace.files.dependencies();
}

function uniteDependencies(a: Dependencies, b: Dependencies): Dependencies {
  return { files: new Map([...a.files, ...b.files]), folders: new Map([...a.folders, ...b.folders]), absent: new Set([...a.absent, ...b.absent]) };
}

function followPurchases(board: LiveBoard, { onEvent }: BuildOptions): NonNullable<BuildOptions['onEvent']> {
  return (event) => {
    onEvent?.(event);
    if (event.type === 'purchase') board.tellProgress(event.art, event.step);
  };
}

function describePurchase({ task, art, model, pictures, low, high, known, sections }: PlannedPurchase): LivePurchase {
  return { task, art, model, pictures, low, high, known, sections };
}
