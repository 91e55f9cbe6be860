import { basename } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { LiveCell, LivePurchase } from '../model/live.ts';
import type { Cell } from '../model/matrix.ts';
import { groupBy } from '../model/group-by.ts';
import type { PlannedPurchase } from '../model/report.ts';
import { openTreasury, sumMonth } from '../project/open-paid-art.ts';
import { indexAsset } from '../publish/create-manifest.ts';
import { openManifestAssets } from '../publish/read-manifest.ts';
import { describeCells, describeProblem, describePublished, reviewCell } from './describe-cells.ts';
import type { PublishedSources } from './describe-cells.ts';
import type { FollowedBuild } from './follow-build.ts';
import type { LastBuild } from './recall-cell.ts';
import { describeScene } from './scene.ts';
import type { Scene } from './scene.ts';

/**
 * Puts on the board what a build came to. Of assets that stand, what is shown stays.
 * @param shown stamp of the manifest by which the board shows all cells but those that are ahead of it; where another one lies there, what stands is read from it
 */
export function showBuild({ built, made, failed, standing, manifest }: FollowedBuild, shown: string | undefined, scene: Scene): void {
  const { project } = built;
  const unknown = standing.filter(({ id }) => manifest !== shown || scene.ahead.has(id) || !scene.board.cells().has(id));
  const sources = describeScene(project, openTreasury(scene.host.root).book, scene);
  const missing = new Set(failed);
  const unplanned = listCells(built).filter(({ id }) => missing.has(id));
  const fresh = [
    ...describeCells({ ...sources, plan: { version: 1, tasks: [], cells: [] }, outcomes: new Map(), cells: unplanned }),
    ...describeStanding(unknown, { ...sources, root: scene.host.root, dir: project.config.output.dir }),
    ...made.values(),
  ];
  showCells(built, fresh, scene);
  for (const { id } of fresh) scene.ahead.delete(id);
}

/** Shows these cells anew, in the order of the matrix, and of all others what is said of them now. */
export function showCells(built: LastBuild, fresh: readonly LiveCell[], { host, board, changes }: Scene): void {
  const { config } = built.project;
  const { book, journal } = openTreasury(host.root);
  const known = new Map(fresh.map((cell) => [cell.id, cell]));
  const cells = listCells(built).flatMap(({ id }) => known.get(id) ?? board.cells().get(id) ?? []);
  board.setFacts({ project: basename(host.root), locales: config.locales.all });
  board.replaceCells(cells.map((cell) => reviewCell(cell, { book, changes })));
  const { perMonth } = config.budget;
  board.setPurchases(built.unpaid.map(describePurchase), { month: sumMonth(journal, host), ...(perMonth !== undefined && { perMonth }) });
}

/** The project as a whole can't be loaded; what was shown stays. */
export function showBroken(diagnostics: readonly Diagnostic[], scene: Scene): void {
  showProblems(diagnostics, scene);
  scene.board.setPhase('broken');
}

/** What is not bought is told as a purchase that a person may make. */
export function showProblems(diagnostics: readonly Diagnostic[], { board, warnings }: Scene): void {
  board.setProblems([...diagnostics.filter(({ code }) => code !== 'ART_UNPAID'), ...warnings].map(describeProblem));
}

/** Every cell of a project, in the order of the matrix. */
function listCells({ project }: LastBuild): readonly Cell[] {
  return [...project.inputs.assets.values()].flatMap(({ cells }) => cells);
}

function describeStanding(cells: readonly Cell[], sources: PublishedSources): readonly LiveCell[] {
  if (cells.length === 0) return [];
  const readAsset = openManifestAssets(sources.root, sources.dir);
  return [...groupBy(cells, ({ asset }) => asset)].flatMap(([id, own]) => {
    const pictures = indexAsset(id, readAsset(id));
    return own.map((cell) => describePublished(cell, pictures.get(cell.id), sources));
  });
}

function describePurchase({ task, art, model, pictures, low, high, known, sections }: PlannedPurchase): LivePurchase {
  return { task, art, model, pictures, low, high, known, sections };
}
