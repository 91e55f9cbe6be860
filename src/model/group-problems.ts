import { groupBy } from './group-by.ts';
/** What is known of a problem that is found in many cells. */
export interface ProblemFacts {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  readonly cell?: string;
  readonly asset?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Of a text that is too long: about how many characters fit in this cell. */
  readonly fits?: number;
}

/** One thing to mend. */
export interface ProblemGroup<Problem> {
  /** Where a text is too long, the one of the cell with the least room: what fits there fits everywhere. */
  readonly problem: Problem;
  /** Every cell (or asset) that it was found in, that of the problem first. */
  readonly cells: readonly string[];
}

/** One group for what one mend takes away, in the order in which they were found: a missing message in twelve sizes is one problem, and so is one text that is too long in eight of them. */
export function groupProblems<Problem>(problems: readonly Problem[], factsOf: (problem: Problem) => ProblemFacts): readonly ProblemGroup<Problem>[] {
  const groups = groupBy(problems, (problem) => nameCause(factsOf(problem)));
  return [...groups.values()].map((found) => {
    const [problem, ...others] = found.toSorted((a, b) => measureRoom(factsOf(a)) - measureRoom(factsOf(b)));
    const cells = [problem!, ...others].map((each) => factsOf(each).cell ?? factsOf(each).asset);
    return { problem: problem!, cells: [...new Set(cells.filter((cell) => cell !== undefined))] };
  });
}

/** Each cell measures the same text with numbers of its own; everything else is told apart by its words. */
function nameCause({ code, severity, message, fix, file, line, column, fits }: ProblemFacts): string {
  const words = fits !== undefined && line !== undefined ? [] : [message, fix];
  return JSON.stringify([code, severity, file, line, column, ...words]);
}

function measureRoom({ fits = 0 }: ProblemFacts): number {
  return fits;
}
