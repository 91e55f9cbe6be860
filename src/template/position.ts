/** Line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Offset of a line (from 1) and a column (from 0), as Handlebars counts. */
export function offsetOf(lineStarts: readonly number[], position: { readonly line: number; readonly column: number }): number {
  return (lineStarts[position.line - 1] ?? 0) + position.column;
}

/** The same for many offsets of one text, whose lines are counted once. */
export function createPositions(text: string): {
  readonly at: (offset: number) => { readonly line: number; readonly column: number };
  readonly lineStarts: readonly number[];
} {
  const lineStarts = findLineStarts(text);
  const at = (offset: number): { readonly line: number; readonly column: number } => {
    let [low, high] = [0, lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (lineStarts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - lineStarts[low]! + 1 };
  };
  return { at, lineStarts };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}
