import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import * as api from '../../src/config/define-config.ts';
import type { LoadModuleOptions } from '../../src/config/load-module.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import * as contracts from '../../src/template/define-template.ts';

/** Sources by path; a value that is not a string is written as JSON. */
export type Sources = Readonly<Record<string, unknown>>;

/** A project in a temporary folder. */
export interface Project {
  readonly root: string;
  readonly write: (sources: Sources) => void;
  /** Options for a load, with files that know nothing of earlier loads. */
  readonly options: (entry?: string, more?: Partial<LoadModuleOptions>) => LoadModuleOptions;
  readonly remove: () => void;
}

/** Makes a project whose `node_modules` leads to this repository's, unless `sources` bring one. */
export function createProject(sources: Sources): Project {
  const root = mkdtempSync(join(tmpdir(), 'visuals-config-'));
  const write = (more: Sources): void => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
  };
  write(sources);
  if (!Object.keys(sources).some((path) => path.startsWith('node_modules/')))
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  const options: Project['options'] = (entry = 'visuals.config.ts', more = {}) => ({
    files: createInputFiles({ root, shipped: join(root, 'shipped') }),
    entry,
    cacheFolder: join(root, '.visuals/modules'),
    environment: {},
    provide: { visuals: () => ({ ...api, ...contracts }) },
    ...more,
  });
  return { root, write, options, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** The diagnostics of what must fail. */
export async function diagnosticsOf(work: Promise<unknown>): Promise<readonly Diagnostic[]> {
  const error: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof VisualsError) return error.diagnostics;
  throw error;
}
