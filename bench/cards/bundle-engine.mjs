import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../support/environment.mjs';

/** The workers lie beside the bundle, under the names that it looks for. */
const entries = {
  engine: 'bench/cards/engine.mjs',
  'compile-worker': 'src/template/compile-worker.ts',
  'procedural-worker': 'src/adapters/procedural/procedural-worker.ts',
};

/**
 * Bundles the engine of the source tree as it is now.
 * @param {string} folder empty
 * @returns {Promise<string>} what to import
 */
export async function bundleEngine(folder) {
  const entryPoints = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, join(root, entry)]));
  await build({ entryPoints, outdir: folder, bundle: true, packages: 'external', format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return pathToFileURL(join(folder, 'engine.js')).href;
}
