/** Rolldown takes Rollup's plugins. */
export { visuals } from './rollup.ts';
export type { RollupPlugin as RolldownPlugin, SiteOptions } from './rollup.ts';
