/**
 * What one run took.
 * @typedef {{ wall: number, cpu?: number, peak?: number }} Sample milliseconds, CPU milliseconds, bytes
 */

/**
 * Runs every contender once a round, in turn, so that a slow minute of the machine hits all of them; the first rounds warm up and don't count.
 * @param {ReadonlyMap<string, () => Sample | Promise<Sample>>} contenders
 * @param {{ rounds: number, warmups?: number }} options
 * @returns {Promise<Map<string, Sample>>} medians, by the contender's name
 */
export async function alternate(contenders, { rounds, warmups = 1 }) {
  /** @type {Map<string, Sample[]>} */
  const samples = new Map([...contenders.keys()].map((name) => [name, []]));
  for (let round = -warmups; round < rounds; round += 1) {
    for (const [name, run] of contenders) {
      const sample = await run();
      if (round >= 0) samples.get(name).push(sample);
    }
  }
  return new Map([...samples].map(([name, list]) => [name, summarise(list)]));
}

/**
 * The median of each number by itself.
 * @param {readonly Sample[]} samples
 * @returns {Sample}
 */
export function summarise(samples) {
  const pick = (/** @type {keyof Sample} */ key) => median(samples.flatMap((sample) => sample[key] ?? []));
  return { wall: pick('wall'), cpu: pick('cpu'), peak: pick('peak') };
}

/**
 * @param {readonly number[]} sorted
 * @param {number} share
 */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/**
 * @param {readonly number[]} numbers
 * @returns {number | undefined} undefined of nothing
 */
function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : sorted.length === 0 ? undefined : (sorted[middle - 1] + sorted[middle]) / 2;
}
