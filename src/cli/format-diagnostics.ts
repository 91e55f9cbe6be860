import { createCodeFrame } from '../diagnostics/code-frame.ts';
import { cleanForTerminal } from '../diagnostics/display-width.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { foldGroups } from './fold-groups.ts';
import type { FoldedGroup } from './fold-groups.ts';
import { formatCount } from './format-count.ts';
import { groupDiagnostics, type DiagnosticGroup } from './group-diagnostics.ts';
import type { Palette } from './palette.ts';

/** How diagnostics are shown to people. */
export interface DiagnosticStyle {
  readonly palette: Palette;
  readonly columns: number;
  /** Whether every cell is named. */
  readonly verbose: boolean;
  /** Whether more of a code than anybody reads on a screen is left out. */
  readonly cuts: boolean;
  /** The text of a project's file, for the code frame; undefined when it can't be read. */
  readonly readSource: (file: string) => string | undefined;
}

/** Paragraphs for people, one a group, and a line that counts them; empty for none. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], style: DiagnosticStyle): string {
  if (diagnostics.length === 0) return '';
  const groups = groupDiagnostics(diagnostics);
  const errors = groups.filter(({ diagnostic }) => diagnostic.severity === 'error').length;
  const warnings = groups.length - errors;
  const counted = [errors > 0 && formatCount(errors, 'error'), warnings > 0 && formatCount(warnings, 'warning')].filter((each) => each !== false);
  const told = style.verbose ? groups.map((group) => ({ ...group, alike: [], more: 0 })) : foldGroups(groups, style.cuts);
  return `${told.map((group) => formatGroup(group, style)).join('\n')}\n${style.palette.dim(counted.join(', '))}\n`;
}

function formatGroup({ diagnostic, cells, alike, more }: FoldedGroup, style: DiagnosticStyle): string {
  const { palette } = style;
  const paint = diagnostic.severity === 'error' ? palette.red : palette.yellow;
  const lines = [
    `${palette.bold(paint(`${diagnostic.severity}[${diagnostic.code}]`))} ${palette.bold(cleanForTerminal(diagnostic.message))}`,
    ...(diagnostic.place ? [`  ${palette.cyan(formatPlace(diagnostic.place))}`, ...formatFrame(diagnostic.place, style)] : []),
    ...(alike.length > 0 ? [`  and ${formatAlike(alike)}`] : []),
    ...(cells.length > 0 ? [`  in ${cleanForTerminal(formatCells(cells, style.verbose))}`] : []),
    `  ${palette.green('fix:')} ${cleanForTerminal(diagnostic.fix)}`,
    ...(more > 0 ? [palette.dim(`  … ${more} more of ${diagnostic.code}; \`--verbose\` shows them`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** How many more there are, and what is said of the first of them. */
function formatAlike(alike: readonly DiagnosticGroup[]): string {
  const named = alike.slice(0, mostNamed).map(({ diagnostic }) => cleanForTerminal(diagnostic.message));
  return `${alike.length} more, such as ${named.join('; ')}`;
}

/** `file:line:column`, as terminals make it a link. */
export function formatPlace({ file, line, column }: Place): string {
  return cleanForTerminal([file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':'));
}

function formatFrame(place: Place, style: DiagnosticStyle): readonly string[] {
  if (place.line === undefined) return [];
  const source = style.readSource(place.file);
  if (source === undefined) return [];
  const position = place.column === undefined ? { line: place.line } : { line: place.line, column: place.column };
  return createCodeFrame(source, { ...position, width: Math.min(style.columns, 140) - 2 }).map(({ kind, gutter, text }) => {
    const shown = kind === 'caret' ? style.palette.red(text) : text;
    return `  ${style.palette.dim(gutter)} ${shown}`.trimEnd();
  });
}

const mostNamed = 3;

/** The first cell, and how many more; their names as far as they help. */
export function formatCells(cells: readonly string[], all: boolean): string {
  const [first = '', ...rest] = cells;
  if (rest.length === 0) return first;
  const named = all ? rest : rest.slice(0, mostNamed);
  return `${first} and in ${rest.length} more: ${named.join(', ')}${named.length < rest.length ? ', …' : ''}`;
}
