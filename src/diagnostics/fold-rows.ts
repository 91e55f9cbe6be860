import type { Diagnostic } from '../model/diagnostic.ts';
import { groupBy } from '../model/group-by.ts';

/** How many rows with one mistake are named. */
const mostNamed = 5;

/** The first rows with a mistake, and of how many more the same is true: one slip in the function that makes assets of rows is a mistake in every row. */
export function foldRows(diagnostics: readonly Diagnostic[], kindOf: (diagnostic: Diagnostic) => string = formatKind): readonly Diagnostic[] {
  return [...groupBy(diagnostics, kindOf).values()].flatMap((group) => {
    const named = group.slice(0, mostNamed);
    const rest = group.length - named.length;
    return rest === 0 ? named : [...named.slice(0, -1), addRest(named.at(-1)!, rest)];
  });
}

/** What differs in quoted words and digits alone is the same mistake. */
function formatKind({ code, message }: Diagnostic): string {
  return `${code} ${message.replaceAll(/"[^"]*"|\d+/g, '·')}`;
}

function addRest(diagnostic: Diagnostic, rest: number): Diagnostic {
  return { ...diagnostic, message: `${diagnostic.message}; and the same in ${rest} more ${rest === 1 ? 'row' : 'rows'}` };
}
