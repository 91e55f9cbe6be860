import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { InputFiles } from '../../src/spec/input-files.ts';
import { createInputFiles } from '../../src/store/input-files.ts';

/** A folder with these files, removed after the test. */
export function createProject(contents: { readonly [path: string]: string | Uint8Array | object }): InputFiles {
  const root = mkdtempSync(join(tmpdir(), 'visuals-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content, undefined, 2));
  }
  return createInputFiles({ root, shipped: root });
}
