import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The shipped templates as their authors wrote them, by name in the order of the gallery: `{ sample, definition }`. They are TypeScript, which the oldest Node
 * here does not read; what they take from the package comes from the build of this checkout.
 */
export async function loadTemplates() {
  const folder = join(root, 'examples', 'gallery');
  const names = (await readdir(join(root, 'templates'))).filter((name) => name !== 'shared').toSorted();
  const bundle = join(folder, `.templates-${process.pid}.mjs`);
  const contents = [
    "export { samples } from './samples.ts';",
    ...names.map((name, at) => `import t${at} from '../../templates/${name}/template.ts';`),
    `export const definitions = { ${names.map((name, at) => `'${name}': t${at}`).join(', ')} };`,
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    outfile: bundle,
    format: 'esm',
    platform: 'node',
    external: ['visuals'],
    logLevel: 'error',
  });
  try {
    const { samples, definitions } = await import(pathToFileURL(bundle).href);
    return Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, { sample, definition: definitions[name] }]));
  } finally {
    await rm(bundle);
  }
}
