import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { computeDigest } from '../../src/keys/canonical.ts';
import { locateState } from '../../src/project/state-paths.ts';
import { openKeyMemory } from '../../src/store/key-memory.ts';
import { readSnapshot } from '../../src/store/snapshot.ts';
import { readFolder } from './create-project.ts';

const isTemporary = (path: string): boolean => basename(path).startsWith('.visuals-tmp-');

/** Files under a final name whose content is not whole: each name in the output folder and the store says what it must hold. */
export function findHalfWritten(root: string): readonly string[] {
  const paths = locateState(root);
  const outputs = [...readFolder(join(root, 'out'))].filter(([path, bytes]) => !isTemporary(path) && !isWholeOutput(path, Buffer.from(bytes, 'base64')));
  const blobs = [...readFolder(paths.blobs)].filter(([path, bytes]) => !isTemporary(path) && computeDigest(Buffer.from(bytes, 'base64')) !== basename(path));
  const snapshot = existsSync(paths.snapshot) && readSnapshot(paths.snapshot) === undefined ? ['snapshot.json'] : [];
  const memory = openKeyMemory(paths.keyMemory);
  const lines = memory.cells().some((cell) => memory.find(cell) === undefined) ? ['keys'] : [];
  return [...outputs, ...blobs].map(([path]) => path).concat(snapshot, lines);
}

function isWholeOutput(path: string, bytes: Buffer): boolean {
  if (path !== 'manifest.json') return computeDigest(bytes).startsWith(path.split('.').at(-2) ?? '?');
  const text = bytes.toString();
  return isJson(text) && text.endsWith('}\n');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Temporary files that nobody will rename any more, and locks that nobody holds. */
export function findLeftovers(root: string): readonly string[] {
  const all = [...readFolder(join(root, 'out')).keys()]
    .map((path) => `out/${path}`)
    .concat([...readFolder(join(root, '.visuals')).keys()].map((path) => `.visuals/${path}`));
  return all.filter((path) => isTemporary(path) || path.includes('build.lock'));
}

/** The manifest's files that are missing or differ from what it says. */
export function findBroken(root: string): readonly string[] {
  if (!existsSync(join(root, 'out/manifest.json'))) return [];
  const manifest = JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as {
    assets: Record<string, { pictures: { files: { src: string; digest: string }[] }[] }>;
  };
  const files = Object.values(manifest.assets).flatMap(({ pictures }) => pictures.flatMap((picture) => picture.files));
  return files
    .filter(({ src, digest }) => !existsSync(join(root, 'out', src)) || computeDigest(readFileSync(join(root, 'out', src))) !== digest)
    .map(({ src }) => src);
}
