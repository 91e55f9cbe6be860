/** Rspack takes webpack's plugins. */
export { visuals } from './webpack.ts';
export type { SiteOptions, WebpackPlugin as RspackPlugin } from './webpack.ts';
