import { selectionEmpty } from '../diagnostics/project.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { Selection } from '../model/report.ts';

/**
 * The part of the matrix that a command was asked for.
 * @throws VisualsError `SELECTION_EMPTY` for each value that matches nothing
 */
export function selectCells(matrix: AssetMatrix, { only, locales, sizes }: Selection): AssetMatrix {
  const cells = matrix.flatMap((each) => each.cells);
  const problems = [
    ...findIdle('--only', only, unique(matrix.map(({ asset }) => asset.id)), matchesGlob),
    ...findIdle('--locale', locales, unique(cells.map((cell) => cell.locale)), isSame),
    ...findIdle('--size', sizes, unique(cells.map((cell) => cell.size.name)), isSame),
  ];
  if (problems.length > 0) throw new VisualsError(problems);
  return matrix
    .filter(({ asset }) => isWanted(only, asset.id, matchesGlob))
    .map(({ asset, cells: all }) => ({
      asset,
      cells: all.filter((cell) => isWanted(locales, cell.locale, isSame) && isWanted(sizes, cell.size.name, isSame)),
    }));
}

type Match = (pattern: string, value: string) => boolean;

const isSame: Match = (pattern, value) => pattern === value;

/** As shells have it: `*` stands for any run of characters, `?` for one, `[1-9]` for one of these, `[!a]` for one that is none of these, `{spring,autumn}` for one of these words. */
export const matchesGlob: Match = (pattern, value) => {
  const parts = pattern.match(/\[[!^]?[\w-]+\]|\{[^{}]*\}|[^]/g) ?? [];
  return parts.every(isInOrder) && new RegExp(`^${parts.map(toSource).join('')}$`).test(value);
};

/** `[9-1]` is a mistake, and matches nothing. */
function isInOrder(part: string): boolean {
  return !part.startsWith('[') || [...part.matchAll(/(\w)-(\w)/g)].every(([, first = '', last = '']) => first <= last);
}

function toSource(part: string): string {
  if (part === '*') return '.*';
  if (part === '?') return '.';
  if (part.length > 1 && part.startsWith('[')) return part.replace(/^\[[!^]/, '[^');
  if (part.length > 1)
    return `(?:${part
      .slice(1, -1)
      .split(',')
      .map((word) => Array.from(word, toSource).join(''))
      .join('|')})`;
  return part.replace(/[^\w-]/, '\\$&');
}

function isWanted(patterns: readonly string[] | undefined, value: string, matches: Match): boolean {
  return patterns === undefined || patterns.length === 0 || patterns.some((pattern) => matches(pattern, value));
}

function findIdle(flag: string, patterns: readonly string[] | undefined, known: readonly string[], matches: Match): readonly Diagnostic[] {
  const idle = (patterns ?? []).filter((pattern) => !known.some((value) => matches(pattern, value)));
  return idle.map((value) => selectionEmpty({ flag, value, known }));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
