import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the built page. */
export interface ClientFile {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** The files of the page by their path on the server: these and no others are ever read. */
export type ClientFiles = ReadonlyMap<string, () => ClientFile>;

const clientFiles = [
  { name: 'studio.js', type: 'text/javascript; charset=utf-8' },
  { name: 'studio.css', type: 'text/css; charset=utf-8' },
] as const;

/** @param folder absolute; holds what the build script makes of `src/studio/client/` */
export function loadClient(folder: string): ClientFiles {
  return new Map(
    clientFiles
      .filter(({ name }) => existsSync(join(folder, name)))
      .map(({ name, type }) => [`/client/${name}`, () => ({ bytes: readFileSync(join(folder, name)), type })]),
  );
}
