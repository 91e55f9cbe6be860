/** @typedef {'raw' | 'png' | 'webp' | 'all'} Format what is made of a card; `all` is avif, webp and png from one drawing */

/** @type {readonly Format[]} */
export const formats = ['raw', 'png', 'webp', 'all'];

/**
 * The encodings of a format.
 * @param {Format} format
 * @returns {readonly ('avif' | 'webp' | 'png')[]}
 */
export function listFormats(format) {
  return format === 'raw' ? [] : format === 'all' ? ['avif', 'webp', 'png'] : [format];
}
