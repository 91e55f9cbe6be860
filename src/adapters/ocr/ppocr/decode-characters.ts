import type { Reading } from '../../../spec/text-reader.ts';

/**
 * What a reader's probabilities say: the likeliest class of each step, repeats and the empty class dropped (Graves et al. 2006, Connectionist Temporal
 * Classification, section 3.2).
 * @param probabilities steps × classes, row-major
 * @param alphabet the classes; the first is empty
 */
export function decodeCharacters(probabilities: Float32Array, alphabet: readonly string[]): Reading {
  const steps = Array.from({ length: probabilities.length / alphabet.length }, (_, step) =>
    findLikeliest(probabilities.subarray(step * alphabet.length, (step + 1) * alphabet.length)),
  );
  const letters = steps.filter(({ index }, step) => index !== 0 && index !== steps[step - 1]?.index);
  const confidence = letters.reduce((sum, { probability }) => sum + probability, 0) / Math.max(letters.length, 1);
  return { text: letters.map(({ index }) => alphabet[index]!).join(''), confidence };
}

function findLikeliest(row: Float32Array): { readonly index: number; readonly probability: number } {
  let index = 0;
  for (let at = 1; at < row.length; at += 1) if (row[at]! > row[index]!) index = at;
  return { index, probability: row[index]! };
}
