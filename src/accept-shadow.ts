import { shadowNone, shadowSeveral, swapUnbought } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { acceptMoves, assetOf, findMoves, findSwaps } from './lock/shadow-lines.ts';
import type { LockMove } from './lock/shadow-lines.ts';
import type { LockLine } from './lock/lock-file.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { derivePlan } from './plan/derive-plan.ts';
import { indexRequests, nameArt } from './project/derive-shadow.ts';
import type { Move } from './project/derive-shadow.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { openShadowSession } from './project/load-shadows.ts';
import type { ShadowSession } from './project/load-shadows.ts';
import { findRequests } from './project/purchase-requests.ts';

/** Which shadows are to be used from now on. */
export interface AcceptOptions extends ProjectOptions {
  /** Art that is made from each other is accepted together. */
  readonly assets: readonly string[];
  /** By which model, where there are shadows by several. */
  readonly to?: string;
}

/** What is asked of another model from now on. */
export interface AcceptReport {
  readonly exit: number;
  readonly accepted: readonly Move[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Swaps assets to the pictures of their shadow: the next build uses them and buys nothing. Refused when some art would be left without its picture. */
export async function acceptShadow(options: AcceptOptions): Promise<AcceptReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => accept(await openShadowSession(host, options), options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), accepted: [], diagnostics: error.diagnostics };
  }
}

async function accept(session: ShadowSession, { assets, to }: AcceptOptions): Promise<AcceptReport> {
  const { book } = session.treasury;
  const moves = assets.flatMap((asset) => chooseMoves(book.lines(), asset, to));
  const unbought = await findUnbought(session, acceptMoves(book.lines(), moves));
  const together = [...new Set([...assets, ...unbought.map(assetOf)])];
  if (unbought.length > 0) throw new VisualsError(unbought.map((art) => swapUnbought({ art, assets: together }, { asset: assetOf(art) })));
  book.revise((lines) => acceptMoves(lines, moves));
  return { exit: findWorstExit(session.diagnostics), accepted: moves, diagnostics: session.diagnostics };
}

/** Two swaps that a merge left are decided here as well. */
function chooseMoves(lines: readonly LockLine[], asset: string, to: string | undefined): readonly LockMove[] {
  const moves = findMoves(lines, new Set([asset]), to);
  const open = moves.filter((line) => line.type === 'shadow' || findSwaps(lines, line.art, line.from).length > 1);
  const models = [...new Set(open.map((line) => line.to))];
  const known = [...new Set(findMoves(lines).map(({ art }) => assetOf(art)))];
  if (models.length === 0) throw new VisualsError(shadowNone({ asset, to, known }));
  if (models.length > 1) throw new VisualsError(shadowSeveral({ asset, models }));
  return [...new Map(open.map(({ art, from, to: model }) => [`${art} ${from}`, { art, from, to: model }])).values()];
}

/** Art that has its picture now and would have none. */
async function findUnbought(session: ShadowSession, lines: readonly LockLine[]): Promise<readonly string[]> {
  const before = await listMissing(session, session.treasury.book.lines());
  const after = await listMissing(session, lines);
  return [...new Set([...after].filter((place) => !before.has(place)).map(nameArt))];
}

/** Cell and slot of every picture that would have to be bought under these lines. */
async function listMissing(session: ShadowSession, lines: readonly LockLine[]): Promise<ReadonlySet<string>> {
  const modelOf = (art: string, model: string): string => findSwaps(lines, art, model)[0] ?? model;
  const { plan } = derivePlan(session.matrix, { ...session.project.inputs, modelOf });
  const ids = new Set(plan.tasks.flatMap((task) => (task.kind === 'generate' ? [task.id] : [])));
  const { keys } = await findRequests(session, { plan, ids });
  return new Set([...indexRequests(plan)].flatMap(([place, tasks]) => (tasks.every(({ id }) => keys.has(id)) ? [] : [place])));
}
