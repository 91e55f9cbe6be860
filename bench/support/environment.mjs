import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Copies the built package, so that whoever builds again meanwhile does not disturb.
 * @param {string} folder
 * @returns {Promise<string>} the command in it
 */
export async function copyPackage(folder) {
  const { bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await mkdir(folder);
  for (const part of ['package.json', 'dist']) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, bin.visuals);
}

/** What spawned commands see: nothing that slows a start down, calls home, or makes a tool believe that it runs on a build server. */
export const quietEnvironment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(NODE_|npm_|CI$|GITHUB_|TURBO_|WIREIT_|VISUALS_)/i.test(name))),
  LC_ALL: 'C',
  DO_NOT_TRACK: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  WIREIT_CACHE: 'local',
};

/** One line that says where and when figures were measured. */
export function describeMachine() {
  const [first] = cpus();
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} cores${first === undefined ? '' : ` (${first.model.trim()})`}, ${process.platform}-${process.arch}`;
}
