/**
 * The engine as `visuals build` runs it, without the parts round it: no command, no snapshot, no publishing, and a store in memory. Bundled by `bundle-engine.mjs`.
 */
import { compose } from '../../src/actions/compose.ts';
import { executePlan } from '../../src/engine/execute-plan.ts';
import { describeHost } from '../../src/project/host.ts';
import { preparePlan } from '../../src/project/prepare-plan.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createContentStore } from '../../src/store/content-store.ts';

/**
 * Loads a project and makes its art, which many cards share.
 * @param {string} root
 */
export async function openEngine(root) {
  const host = describeHost({ root });
  const { project, plan, diagnostics } = await preparePlan(openWorkspace(host, undefined), {});
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const art = new Map();
  const artStore = createContentStore({ folder: root, memoryOnly: true });
  const shared = plan.tasks.filter(({ kind }) => kind !== 'compose' && kind !== 'encode');
  await execute([{ cell: plan.cells[0].cell, alt: '', compose: '', encodes: shared.map(({ id }) => id) }], { index: art, store: artStore });

  /** @param {object} run */
  async function execute(cells, { index, store, onEvent = () => {} }) {
    const options = { plan: { ...plan, cells }, tools: project.tools, index, store, clock: host.clock, jobs: host.parallelism, onEvent };
    const { outcomes } = await executePlan(options);
    const failed = [...outcomes.values()].filter(({ status }) => status === 'failed' || status === 'blocked');
    if (failed.length > 0) throw new Error(`Cards failed: ${JSON.stringify(failed[0])}`);
    return outcomes;
  }

  /** Bytes of art live on; those of cards go when a run is over. */
  const openStore = () => {
    const own = createContentStore({ folder: root, memoryOnly: true });
    return { ...own, has: (digest) => artStore.has(digest) || own.has(digest), read: async (digest) => (await artStore.read(digest)) ?? own.read(digest) };
  };

  const findArt = async (/** @type {string} */ id, /** @type {ReadonlyMap<string, any>} */ outcomes) => artStore.read(outcomes.get(id).result.digest);

  return {
    /** Cells of a size, languages in turn: assets one after the other, each in all languages. */
    cellsOf: (/** @type {string} */ size) => plan.cells.filter(({ cell }) => cell.size.name === size),
    /**
     * Draws cards from nothing but art. `raw` stops at the pixels, otherwise a list of formats is encoded.
     * @param {readonly object[]} cells
     * @param {'raw' | readonly string[]} formats
     */
    async draw(cells, formats) {
      const wanted = (id) => formats.some((format) => id.endsWith(`.${format}`));
      const asked = cells.map((each) => ({ ...each, encodes: formats === 'raw' ? [each.compose] : each.encodes.filter(wanted) }));
      return execute(asked, { index: new Map(art), store: openStore() });
    },
    /**
     * The parts of a card as another tool can use them: its texts, the font sizes that fit, and its art at the size of its slots.
     * @param {object} each
     */
    async describe(each) {
      const outcomes = await execute([{ ...each, encodes: [each.compose] }], { index: new Map(art), store: openStore() });
      const { boxes } = outcomes.get(each.compose).result.facts;
      const task = plan.tasks.find(({ id }) => id === each.compose);
      const pictures = await Promise.all(Object.entries(task.art).map(async ([slot, id]) => [slot, await findArt(id, outcomes)]));
      return { texts: task.texts, fontSizes: Object.fromEntries(boxes.map(({ slot, fontSize }) => [slot, fontSize])), art: Object.fromEntries(pictures) };
    },
    /**
     * The pixels of a card.
     * @param {object} each
     */
    async compose(each) {
      const task = plan.tasks.find(({ id }) => id === each.compose);
      const payloads = new Map();
      const outcomes = await execute([{ ...each, encodes: Object.values(task.art) }], { index: new Map(art), store: openStore() });
      for (const id of Object.values(task.art)) payloads.set(id, { type: 'bytes', bytes: await findArt(id, outcomes) });
      return (await compose.run(task, payloads, project.tools)).payload.raster;
    },
    /** The encoder behind its interface, and what it is told for each format. */
    codec: project.tools.codec,
    encode: project.config.output.encode,
  };
}
