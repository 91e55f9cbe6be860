import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { ModuleBundle } from './bundle-module.ts';

/** Where the bundle of a module is kept. */
export interface BundleLocation {
  readonly files: InputFiles;
  readonly entry: string;
  readonly cacheFolder: string;
  readonly provided: readonly string[];
}

/** Changes whenever bundles are made in another way. */
const bundleFormat = 1;

/** The kept bundle, when all files that it was made from are as they were; undefined otherwise, also when it is damaged. */
export async function readKeptBundle(location: BundleLocation): Promise<ModuleBundle | undefined> {
  const bundle = parseKept(readText(locateBundle(location)));
  if (bundle === undefined) return undefined;
  const packages = bundle.imports.filter((each) => each.startsWith('package:')).map((each) => resolve(location.files.root, each.slice('package:'.length)));
  if (!packages.every((path) => existsSync(path))) return undefined;
  for (const [path, digest] of Object.entries(bundle.dependencies)) {
    if (!existsSync(location.files.locate(path)) || (await location.files.digest(path)) !== digest) return undefined;
  }
  return bundle;
}

/** Keeps a bundle; where nothing can be written, the next load bundles again. */
export function keepBundle(location: BundleLocation, bundle: ModuleBundle): void {
  const text = JSON.stringify(bundle);
  try {
    writeFileAtomic(locateBundle(location), `${computeDigest(text)}\n${text}`);
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
  }
}

function locateBundle({ cacheFolder, entry, provided }: BundleLocation): string {
  return join(cacheFolder, `${computeDigest(JSON.stringify([bundleFormat, entry, provided])).slice(0, 32)}.bundle`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The first line is the digest of the rest. */
function parseKept(text: string): ModuleBundle | undefined {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  return end > 0 && computeDigest(body) === text.slice(0, end) ? (JSON.parse(body) as ModuleBundle) : undefined;
}
