/** Variable → the values that the style gives it, in the order of the style. */
export type VariableValues = ReadonlyMap<string, readonly string[]>;

/** Values longer than this are left unfilled: variables that hold each other grow without end. */
const mostLength = 2000;
const mostDepth = 16;
const innermostVariable = /var\((--[\w-]+)(?:,[^()]*)?\)/g;

/**
 * A value with its variables filled in, once for each value that one of them gets. Those without a known value stay as `var(--name)`; a value that
 * can't be filled in, since it leads in a circle, gives nothing.
 */
export function fillVariables(value: string, known: VariableValues): readonly string[] {
  const filled: string[] = [];
  for (let choice = 0; ; choice += 1) {
    const { text, isLast } = fillOnce(value, known, choice);
    if (text !== undefined && !filled.includes(text)) filled.push(text);
    if (isLast) return filled;
  }
}

/** The value with the n-th of the values of each variable, or its last when it has fewer. */
function fillOnce(value: string, known: VariableValues, choice: number): { readonly text: string | undefined; readonly isLast: boolean } {
  let text = value;
  let isLast = true;
  for (let depth = 0; depth < mostDepth; depth += 1) {
    const next = text.replace(innermostVariable, (whole, name: string) => {
      const values = known.get(name);
      if (values === undefined || values.length === 0) return whole;
      if (choice < values.length - 1) isLast = false;
      return values[Math.min(choice, values.length - 1)]!;
    });
    if (next === text) return { text, isLast };
    if (next.length > mostLength) break;
    text = next;
  }
  return { text: undefined, isLast };
}

/** One of each kind of value that a token has. */
const samples = ['red', '1', '1px', 'serif', '50%', '0 0 1px red', 'linear-gradient(red,red)', 'solid', '1px solid red', '10deg', 'to right'];
/** More would be more attempts than a mistake is worth. */
const mostUnknown = 2;

/**
 * What a value may turn out as whose variables are tokens: one text for each kind that they may be of, the likeliest first. A value without variables is
 * its own only guess; one with too many of them has none.
 */
export function guessValues(property: string, value: string): readonly string[] {
  const names = [...new Set([...value.matchAll(innermostVariable)].map(([, name = '']) => name))];
  if (names.length > mostUnknown) return [];
  const ordered = samples.toSorted((a, b) => Number(isLikely(property, b)) - Number(isLikely(property, a)));
  const guesses = names.reduce<readonly string[]>(
    (texts, name) =>
      ordered.flatMap((sample) => texts.map((text) => text.replace(innermostVariable, (whole, each: string) => (each === name ? sample : whole)))),
    [value],
  );
  return guesses.some((guess) => guess.includes('var(')) ? [] : guesses;
}

function isLikely(property: string, sample: string): boolean {
  if (property === 'font-family') return sample === 'serif';
  const isColour = /color|background|shadow|^border(?:-(?:top|bottom|left|right))?$/.test(property);
  return sample === (isColour ? 'red' : '1');
}
