import { cleanForTerminal, measureWidth, truncateToWidth } from './display-width.ts';

/** A line of a code frame; `gutter` has the number and the bar, all gutters are equally wide. */
export interface FrameLine {
  readonly kind: 'context' | 'marked' | 'caret';
  readonly gutter: string;
  readonly text: string;
}

/** What a frame points at, and how much it may take. */
export interface FrameOptions {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors and compilers count. */
  readonly column?: number;
  /** Lines shown before and after; default 2. */
  readonly context?: number;
  /** Columns of the terminal; default 120. */
  readonly width?: number;
}

/**
 * The lines of a source round a place, the place itself with a caret below. Tabs become spaces, wide characters count two columns, and a line that is too
 * long is shown from shortly before the column. Empty when the source has no such line.
 */
export function createCodeFrame(source: string, options: FrameOptions): readonly FrameLine[] {
  const { line, column, context = 2, width = 120 } = options;
  const lines = source.split(/\r\n|\r|\n/);
  if (line < 1 || line > lines.length) return [];
  const first = Math.max(1, line - context);
  const shown = lines.slice(first - 1, line + context);
  const digits = String(first + shown.length - 1).length;
  const room = Math.max(20, width - digits - 5);
  const offset = column === undefined ? 0 : findOffset(lines[line - 1] ?? '', column, room);
  return shown.flatMap((text, index): FrameLine[] => {
    const number = first + index;
    const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(digits)} |`;
    const row: FrameLine = { kind: number === line ? 'marked' : 'context', gutter, text: cut(text, offset, room) };
    if (number !== line || column === undefined) return [row];
    return [row, { kind: 'caret', gutter: `  ${' '.repeat(digits)} |`, text: `${' '.repeat(measureBefore(text, column, offset))}^` }];
  });
}

/** The frame as text, one line each. */
export function formatCodeFrame(frame: readonly FrameLine[]): string {
  return frame.map(({ gutter, text }) => `${gutter} ${text}`.trimEnd()).join('\n');
}

/** How many code units are left out at the start of each line, so that the column comes into view. */
function findOffset(text: string, column: number, room: number): number {
  if (measureWidth(show(text.slice(0, column))) <= room - 1) return 0;
  return Math.max(0, column - 1 - Math.floor(room / 3));
}

function cut(text: string, offset: number, room: number): string {
  return truncateToWidth(show(text.slice(offset)), room);
}

function measureBefore(text: string, column: number, offset: number): number {
  return measureWidth(show(text.slice(offset, Math.max(offset, column - 1))));
}

/** A line as it is shown: what the caret stands under is measured on the same text. */
function show(text: string): string {
  return cleanForTerminal(text.replaceAll('\t', '    '));
}
