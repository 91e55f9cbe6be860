import type { LockLine, ShadowLine, SwapLine } from './lock-file.ts';

/**
 * How art moves to another model, in lines of the lock.
 *
 * A `shadow` line says that the art `asset/slot`, for which the config names the model `from`, was bought from `to` as well. It changes nothing that is built; the
 * pictures are in lock and vault under the key of their own request, as any other. A `swap` line is a shadow that a person accepted: planning asks `to` wherever the
 * config names `from` for that art. Both are one line each and lose nothing when git unites two branches. As soon as the config itself names `to`, the request is the
 * same, so its key is the same and the picture is found: the line is then without effect, and nothing is bought. A config that names a third model is not moved.
 */
export type MoveLine = ShadowLine | SwapLine;

/** A move without its state: which art goes from which model to which. */
export type LockMove = Omit<MoveLine, 'type'>;

/** The shadows and swaps of some assets, or of all; `to` keeps those to one model. */
export function findMoves(lines: readonly LockLine[], assets?: ReadonlySet<string>, to?: string): readonly MoveLine[] {
  const moves = lines.filter((line) => line.type === 'shadow' || line.type === 'swap');
  return moves.filter((line) => (assets === undefined || assets.has(assetOf(line.art))) && (to === undefined || line.to === to));
}

/** Notes moves whose pictures are bought. */
export function addShadows(lines: readonly LockLine[], moves: readonly LockMove[]): readonly LockLine[] {
  return [...lines, ...moves.map(({ art, from, to }): ShadowLine => ({ type: 'shadow', art, from, to }))];
}

/** Makes moves hold: their shadows become swaps, in the place of earlier swaps of the same art. A move back to the config's own model needs no line. */
export function acceptMoves(lines: readonly LockLine[], moves: readonly LockMove[]): readonly LockLine[] {
  const accepted = new Set(moves.map(({ art, from }) => `${art} ${from}`));
  const done = new Set(moves.map(({ art, from, to }) => `${art} ${from} ${to}`));
  const kept = lines.filter((line) => {
    if (line.type === 'swap') return !accepted.has(`${line.art} ${line.from}`);
    return line.type !== 'shadow' || !done.has(`${line.art} ${line.from} ${line.to}`);
  });
  return [...kept, ...moves.flatMap(({ art, from, to }): SwapLine[] => (from === to ? [] : [{ type: 'swap', art, from, to }]))];
}

/** Forgets lines; the pictures stay in lock and vault. */
export function dropMoves(lines: readonly LockLine[], moves: readonly MoveLine[]): readonly LockLine[] {
  const dropped = new Set(moves.map(formatMove));
  return lines.filter((line) => !(line.type === 'shadow' || line.type === 'swap') || !dropped.has(formatMove(line)));
}

/** The models that are accepted for a piece of art in the place of the config's; more than one when two branches disagree. */
export function findSwaps(lines: readonly LockLine[], art: string, model: string): readonly string[] {
  return lines.flatMap((line) => (line.type === 'swap' && line.art === art && line.from === model ? [line.to] : []));
}

/** `asset` of `asset/slot`. */
export function assetOf(art: string): string {
  return art.slice(0, art.indexOf('/'));
}

function formatMove({ type, art, from, to }: MoveLine): string {
  return `${type} ${art} ${from} ${to}`;
}
