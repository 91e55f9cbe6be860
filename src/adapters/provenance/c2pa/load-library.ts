import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as C2pa from '@contentauth/c2pa-wasm';
import { c2paMissing } from '../../../diagnostics/provenance.ts';
import { VisualsError } from '../../../model/diagnostic.ts';

/** What the optional package exports. */
export type C2paLibrary = typeof C2pa;

/**
 * Loads the library and its WebAssembly from the disk.
 * @param name of the package, which is optional: it is no literal of an import, so that no bundler takes it in
 * @throws VisualsError `C2PA_MISSING`
 */
export async function loadC2pa(name = '@contentauth/c2pa-wasm'): Promise<C2paLibrary> {
  try {
    const library = (await import(/* @vite-ignore */ name)) as C2paLibrary;
    library.initSync({ module: readFileSync(createRequire(import.meta.url).resolve(`${name}/c2pa.wasm`)) });
    return library;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    throw new VisualsError(c2paMissing({ reason }), { cause: error });
  }
}
