import { findWorstExit } from './diagnostics/worst-exit.ts';
import { assetOf, findMoves } from './lock/shadow-lines.ts';
import type { MoveLine } from './lock/shadow-lines.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import type { Move } from './project/derive-shadow.ts';
import { deriveShadowOf, openShadowSession, viewShadow } from './project/load-shadows.ts';
import type { ShadowSession, ShadowView } from './project/load-shadows.ts';
import { writeContactSheet } from './project/write-contact-sheet.ts';

/** What waits for a word, and what was accepted. */
export interface MigrationReport {
  readonly exit: number;
  /** Pictures of the shadow sets, with those that builds use. */
  readonly views: readonly ShadowView[];
  /** Art that is asked of another model than the config names. */
  readonly accepted: readonly Move[];
  /** Shadows of art that the config no longer asks of their model. */
  readonly void: readonly Move[];
  /** A page that shows both sides, relative to the root; absent when there is nothing to show. */
  readonly sheet?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Lists the shadow sets side by side, and writes a page that shows them. Buys nothing. */
export async function inspectMigration(options: ProjectOptions = {}): Promise<MigrationReport> {
  const host = describeHost(options);
  try {
    return await inspect(await openShadowSession(host, options));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), views: [], accepted: [], void: [], diagnostics: error.diagnostics };
  }
}

async function inspect(session: ShadowSession): Promise<MigrationReport> {
  const lines = findMoves(session.treasury.book.lines());
  const known = new Set(session.matrix.map(({ asset }) => asset.id));
  const shadows = lines.filter((line) => line.type === 'shadow');
  const alive = shadows.filter(({ art }) => known.has(assetOf(art)));
  const parts = await Promise.all([...new Set(alive.map(({ to }) => to))].map((to) => viewTarget(session, alive, to)));
  const views = parts.flatMap((part) => part.views);
  const sheet = await writeContactSheet(session, views);
  const seen = new Set(parts.flatMap(({ moves }) => moves.map(formatMove)));
  return {
    exit: findWorstExit(session.diagnostics),
    views,
    accepted: lines.filter((line) => line.type === 'swap').map(toMove),
    void: shadows.filter((line) => !seen.has(formatMove(line))).map(toMove),
    ...(sheet !== undefined && { sheet }),
    diagnostics: [...session.diagnostics, ...parts.flatMap(({ diagnostics }) => diagnostics)],
  };
}

interface TargetViews {
  readonly views: readonly ShadowView[];
  readonly moves: readonly Move[];
  readonly diagnostics: readonly Diagnostic[];
}

async function viewTarget(session: ShadowSession, shadows: readonly MoveLine[], to: string): Promise<TargetViews> {
  const own = shadows.filter((line) => line.to === to);
  const wanted = new Set(own.map(({ art, from }) => `${art} ${from}`));
  const only = [...new Set(own.map(({ art }) => assetOf(art)))];
  const shadow = deriveShadowOf(session, only, (art, model) => (wanted.has(`${art} ${model}`) ? to : undefined));
  return { views: await viewShadow(session, shadow), moves: shadow.moves, diagnostics: shadow.diagnostics };
}

function toMove({ art, from, to }: MoveLine): Move {
  return { art, from, to };
}

function formatMove({ art, from, to }: Move): string {
  return `${art} ${from} ${to}`;
}
