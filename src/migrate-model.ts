import { findWorstExit } from './diagnostics/worst-exit.ts';
import { addShadows, assetOf, findMoves } from './lock/shadow-lines.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { BuildOptions, PlannedPurchase, ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import type { DerivedShadow, Move } from './project/derive-shadow.ts';
import { deriveShadowOf, openShadowSession, viewShadow } from './project/load-shadows.ts';
import type { ShadowSession, ShadowView } from './project/load-shadows.ts';
import { purchaseRequests } from './project/purchase-requests.ts';
import { writeContactSheet } from './project/write-contact-sheet.ts';
import { selectCells } from './matrix/select-cells.ts';

/** Which art is to be bought from which other model. */
export interface MigrateOptions extends ProjectOptions, Pick<BuildOptions, 'spend' | 'buyAgain' | 'confirmSpend' | 'jobs'> {
  /** A name that stands for a dated version is taken as that version. */
  readonly to: string;
  /** Globs of asset ids; absent means all. */
  readonly only?: readonly string[];
}

/** The shadow set after the command. */
export interface MigrateReport {
  readonly exit: number;
  readonly to: string;
  /** Both pictures of every request that differs. */
  readonly views: readonly ShadowView[];
  /** Pictures that were bought now, and US dollars that were spent. */
  readonly bought: number;
  readonly spent: number;
  /** What the shadow set still lacks. */
  readonly missing: readonly PlannedPurchase[];
  /** A page that shows both sides, relative to the root; absent when there is nothing to show. */
  readonly sheet?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Buys the art of a selection from another model, beside what is used: the same requests, another model, their own keys. No output changes. What is bought is noted in
 * the lock as a shadow, to be accepted or dropped; see `src/lock/shadow-lines.ts`. Problems of the new model are told for every asset before anything is sent.
 */
export async function migrateModel(options: MigrateOptions): Promise<MigrateReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => migrate(await openShadowSession(host, options), options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), to: options.to, views: [], bought: 0, spent: 0, missing: [], diagnostics: error.diagnostics };
  }
}

async function migrate(session: ShadowSession, options: MigrateOptions): Promise<MigrateReport> {
  const { treasury, project } = session;
  const [generator] = project.generators.values();
  const to = generator?.findSnapshot?.(options.to) ?? options.to;
  const selected = new Set(selectCells(session.matrix, options.only === undefined ? {} : { only: options.only }).map(({ asset }) => asset.id));
  const shadow = deriveShadowOf(session, options.only, chooseFor(session, selected, to));
  const ids = new Set(shadow.pairs.map(({ after }) => after.id));
  const { bought, spent, missing, diagnostics } = await purchaseRequests(session, { plan: shadow.plan, ids }, formatCommand(options));
  const ready = listReady(shadow, new Set(missing.map(({ task }) => task))).filter(({ art }) => selected.has(assetOf(art)));
  if (ready.length > 0) treasury.book.revise((lines) => addShadows(lines, ready));
  const views = await viewShadow(session, shadow);
  const sheet = await writeContactSheet(session, views);
  const all = [...session.diagnostics, ...shadow.diagnostics, ...diagnostics];
  return { exit: findWorstExit(all), to, views, bought, spent, missing, ...(sheet !== undefined && { sheet }), diagnostics: all };
}

/** Shadows by the same model that were made before count as well: art of the selection may be made from them. */
function chooseFor({ treasury }: ShadowSession, selected: ReadonlySet<string>, to: string): (art: string, model: string) => string | undefined {
  const earlier = new Set(findMoves(treasury.book.lines(), undefined, to).map(({ art, from }) => `${art} ${from}`));
  return (art, model) => (selected.has(assetOf(art)) || earlier.has(`${art} ${model}`) ? to : undefined);
}

/** Moves of which every picture is there. */
function listReady({ moves, pairs }: DerivedShadow, missing: ReadonlySet<string>): readonly Move[] {
  return moves.filter(({ art }) => {
    const own = pairs.filter((pair) => slotOf(pair.art) === slotOf(art));
    return own.length > 0 && own.every(({ after }) => !missing.has(after.id));
  });
}

/** `asset/slot` of `asset/slot.part`. */
function slotOf(art: string): string {
  return art.split('.')[0] ?? art;
}

function formatCommand({ to, only = [] }: MigrateOptions): string {
  return ['visuals migrate --to', to, ...only.map((glob) => `--only '${glob}'`)].join(' ');
}
