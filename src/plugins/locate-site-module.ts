import { join } from 'node:path';
import { locateState } from '../project/state-paths.ts';

/** Where the module of that name lies: a path that a bundler can be told before the file is there. */
export function locateSiteModule(root: string, name: string): string {
  return join(locateState(root).folder, 'site', `${name}.mjs`);
}
