/** The candidate nearest to what was written, when it is near enough to be meant; undefined otherwise. */
export function findNearest(written: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance <= findMostSlips(written, candidate)) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** A third of what is written; of dotted paths, of what comes after the parts that both share: `card.sub` is not meant by `card.alt`. */
function findMostSlips(written: string, candidate: string): number {
  const [parts, others] = [written.split('.'), candidate.split('.')];
  const different = parts.findIndex((part, at) => part !== others[at]);
  if (different <= 0) return Math.max(1, Math.floor(written.length / 3));
  return Math.ceil(parts.slice(different).join('.').length / 3);
}

/** ` (did you mean "x"?)`, or nothing. */
export function formatNearest(written: string, candidates: Iterable<string>): string {
  const nearest = findNearest(written, candidates);
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length]!;
}
