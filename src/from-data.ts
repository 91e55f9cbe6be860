import { createFromData } from './data/from-data.ts';
import type { FromData } from './data/from-data.ts';
import { describeHost } from './project/host.ts';
import { createInputFiles } from './store/input-files.ts';

/**
 * Makes an asset of each row of a CSV or JSON file, a list, or what a function gives, to be spread into `assets`. In a config that the tool loads, paths are relative
 * to the project and the files are inputs of the build; anywhere else, such as in a test of your own, they are relative to the working directory.
 */
export const fromData: FromData = createFromData({ readNow: (path) => createInputFiles(describeHost({})).readNow(path) });
