import { readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { measureCommand } from './measure-command.mjs';

/** Node starts, reads a list of files and asks for the state of each. CommonJS from the command line is Node's quickest start. */
const statFiles = `const fs = require('node:fs'); for (const path of fs.readFileSync(process.argv[1], 'utf8').split('\\n')) fs.statSync(path, { throwIfNoEntry: false });`;

/**
 * The least that Node could do to tell that nothing moved in a project that was built.
 * @param {string} project
 * @param {string} list file that the names are written to
 * @returns {Promise<() => import('./statistics.mjs').Sample>}
 */
export async function createFloor(project, list) {
  await writeFile(list, (await listFiles(project)).map((path) => join(project, path)).join('\n'));
  return () => measureCommand([process.execPath, '-e', statFiles, list], { cwd: project });
}

/**
 * The files that a build depends on or made, relative to the folder.
 * @param {string} folder
 */
export async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return paths.filter((path) => !path.startsWith('.visuals')).toSorted();
}
