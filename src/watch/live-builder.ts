import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import { narrowMatrix } from '../matrix/narrow-matrix.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { BuildOptions, BuildReport, CellChange } from '../model/report.ts';
import { executeBuild } from '../project/execute-build.ts';
import type { Host } from '../project/host.ts';
import { loadProject } from '../project/load-project.ts';
import { mostCellsAtOnce } from '../project/prepare-plan.ts';
import { createProjectMemory } from '../project/project-memory.ts';
import type { ProjectMemory } from '../project/project-memory.ts';
import { locateState } from '../project/state-paths.ts';
import { openWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { stampManifest } from '../publish/read-manifest.ts';
import { hasMoved, restampDependencies } from '../store/has-moved.ts';
import { createInputFiles } from '../store/input-files.ts';
import type { Dependencies } from '../store/input-files.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { describeCells, describeProblem } from './describe-cells.ts';
import { drawCells } from './draw-cells.ts';
import type { DrawRequest, MadeCells } from './draw-cells.ts';
import { followBuild } from './follow-build.ts';
import type { FollowedBuild } from './follow-build.ts';
import type { LiveBoard } from './live-board.ts';
import type { LastBuild } from './recall-cell.ts';
import { describeScene, showAhead } from './scene.ts';
import type { Scene } from './scene.ts';
import { showBroken, showBuild, showCells, showProblems } from './show-build.ts';

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
  built(): LastBuild | undefined;
  /** Why a cell was made the last time. */
  changeOf(cell: string): CellChange | undefined;
  openBook(): LockBook;
}

/** A purchase that was agreed to: what it may cost, and of which assets; undefined for all that is free. */
type BuildSelection = { readonly spend: number; readonly only: readonly string[] } | undefined;

/** What a builder works with. */
export interface BuilderParts extends Omit<Scene, 'changes' | 'ahead'> {
  readonly options: BuildOptions;
  /** Called with all that has been read, whenever that may have changed. */
  readonly follow: (dependencies: Dependencies) => Promise<void>;
}

const nothingRead: Dependencies = { files: new Map(), folders: new Map(), absent: new Set() };

/** A builder that has built nothing yet. */
export function createLiveBuilder(parts: BuilderParts): LiveBuilder {
  const { host } = parts;
  const course: Course = {
    ...parts,
    changes: new Map(),
    ahead: new Set(),
    memory: createProjectMemory(),
    built: undefined,
    manifest: undefined,
    dependencies: nothingRead,
    isDue: true,
  };
  return {
    hasMoved: () => course.isDue || hasMoved(course.dependencies, host),
    draw: (focus, signal) => drawFocus(focus, signal, course),
    build: (signal, selection) => buildAll(signal, selection, course),
    refresh: () => {
      if (course.built !== undefined) showCells(course.built, [], course);
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
  built: LastBuild | undefined;
  /** Stamp of the manifest by which all cells are shown. */
  manifest: string | undefined;
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
  if (selection !== undefined || board.phase() !== 'broken') board.setPhase(selection === undefined ? 'building' : 'buying');
  // What is given up half-way has shown some of its pictures.
  course.isDue = true;
  const follower = followBuild(course, signal);
  // What is being changed here nobody else has made: only the first build asks the team.
  const given = { ...options, ...selection, draft: true, alone: course.built !== undefined, signal, onEvent: followPurchases(board, options) };
  const report = await executeBuild(given, host, { ...follower.course, memory, leaveBatches: true, leaveStanding: true, mostCells: mostCellsAtOnce });
  if (signal.aborted) return;
  course.isDue = false;
  const latest = follower.latest();
  if (latest === undefined) return settleBroken(report.diagnostics, course);
  await settleBuilt(latest, report, course);
  // Of what was not asked for, nothing is known.
  course.manifest = selection === undefined ? stampManifest(host.root, latest.built.project.config.output.dir) : undefined;
}

async function settleBroken(diagnostics: readonly Diagnostic[], course: Course): Promise<void> {
  const { host, memory, follow } = course;
  // The mistake is in a file that was just read: it is watched from now on, beside those of the last good build.
  course.dependencies = restampDependencies(uniteDependencies(course.dependencies, await readDependencies(openNext(host), memory)), host);
  await follow(course.dependencies);
  showBroken(diagnostics, course);
}

async function settleBuilt(latest: FollowedBuild, { diagnostics, milliseconds }: BuildReport, course: Course): Promise<void> {
  course.built = latest.built;
  course.dependencies = latest.built.workspace.files.dependencies();
  showBuild(latest, course.manifest, course);
  showProblems(diagnostics, course);
  await course.follow(course.dependencies);
  course.board.setPhase('idle', milliseconds);
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
  const show = (cells: readonly Cell[], { plan, outcomes, project }: MadeCells): void =>
    showAhead(describeCells({ ...describeScene(project, book, scene), plan, outcomes, cells }), scene);
  try {
    const drawn = await drawCells({ ...request, shelf, onDrawn: (cell, made) => show([cell], made) });
    const showAll = (): void => {
      const matrix = narrowMatrix(drawn.project.inputs.assets, [...wanted]);
      show(
        matrix.flatMap(({ cells }) => cells),
        drawn,
      );
      const others = board.state().problems.filter(({ cell }) => cell !== undefined && !wanted.has(cell));
      board.setProblems([...others, ...drawn.diagnostics.map(describeProblem)]);
    };
    return { dependencies: () => workspace.files.dependencies(), isWrong: drawn.diagnostics.some(({ severity }) => severity === 'error'), show: showAll };
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
