/**
 * Works through items, some at a time.
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} lanes
 * @param {(item: Item, lane: number) => Promise<unknown>} work
 */
export async function runLanes(items, lanes, work) {
  const queue = [...items].toReversed();
  const lane = async (/** @type {number} */ number) => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await work(item, number);
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
}
