/** Where markup nests too deep. */
export interface DepthFault {
  readonly what: 'blocks' | 'parentheses';
  readonly index: number;
}

/** `{{#if …` and `{{^if …`, `{{else if …`, `{{/if`, any other `{{`; `}}`; parentheses. */
const marks = /\{\{~?(?:(?<open>[#^])(?!\s*~?\}\})|(?<end>\/)|\s*(?<branch>else)\s+[^~}\s])?|(?<close>\}\})|(?<enter>\()|(?<leave>\))/g;

/**
 * Finds where blocks, or parentheses inside of braces, nest deeper than so many levels, without parsing: a parser would take minutes. To the parser a block is one level deeper with
 * each of its `{{else if …}}`, until it ends.
 */
export function findTooDeep(text: string, most: number): DepthFault | undefined {
  const levels: number[] = [];
  let [blocks, parentheses, isInside] = [0, 0, false];
  for (const { groups = {}, index } of text.matchAll(marks)) {
    const { open, end, branch, close, enter, leave } = groups;
    if (enter ?? leave) parentheses += isInside ? (enter ? 1 : -1) : 0;
    else [parentheses, isInside] = [0, close === undefined];
    if (open) levels.push(1);
    else if (branch && levels.length > 0) levels[levels.length - 1]! += 1;
    if (open ?? branch) blocks += 1;
    if (end) blocks -= levels.pop() ?? 0;
    if (blocks > most) return { what: 'blocks', index };
    if (parentheses > most) return { what: 'parentheses', index };
  }
  return undefined;
}
