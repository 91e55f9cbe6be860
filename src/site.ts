/** The entry `visuals/site`: what a page is made with. It runs in browsers and on servers, and needs nothing else of the package. */
export { createVisual, VisualError } from './site/create-visual.ts';
export { escapeHtml } from './site/escape-html.ts';
export { jsonLd } from './site/json-ld.ts';
export { meta } from './site/meta.ts';
export { imageAttributes, img, picture } from './site/picture.ts';
export type { JsonLdOptions } from './site/json-ld.ts';
export type { MetaOptions } from './site/meta.ts';
export type { VisualQuery } from './site/create-visual.ts';
export type { ImageAttributes, PictureOptions } from './site/picture.ts';
export type { SiteData, SitePicture } from './site/site-data.ts';
export type { SiteLocale, Visual, VisualFunction, VisualId, VisualOptions, VisualSource } from './site/visual.ts';
