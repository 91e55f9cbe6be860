import { configMissing } from '../diagnostics/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { evaluateModule } from './evaluate-module.ts';
import type { Evaluation, ProvidedModules } from './evaluate-module.ts';
import { keepBundle, readKeptBundle } from './kept-bundle.ts';
import type { Environment } from './shadow-globals.ts';

/** What to load, and what the code may see. */
export interface LoadModuleOptions {
  readonly files: InputFiles;
  /** The module's path, as {@link InputFiles} takes it. */
  readonly entry: string;
  /** Absolute folder for bundles; it may be deleted at any time. */
  readonly cacheFolder: string;
  /** Variables that the code sees as `process.env`. */
  readonly environment: Environment;
  /** Modules of the running tool by specifier, so that a project's files import it without resolution. */
  readonly provide: ProvidedModules;
  /** Milliseconds; default 10,000. */
  readonly timeout?: number;
  /** Further names that the code sees in place of the global ones. */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** A module that was evaluated. */
export interface LoadedModule extends Evaluation {
  /** Every file that it was made from, in code-unit order. */
  readonly dependencies: readonly string[];
}

/** Milliseconds that a module may take. */
export const defaultTimeout = 10_000;

/**
 * Loads a TypeScript module of the project. Its bundle is kept under the digests of the files that it was made from, so that esbuild is not even imported
 * while they stay the same; the code itself is evaluated every time.
 * @throws VisualsError `CONFIG_MISSING`, `CONFIG_SYNTAX`, `CONFIG_TS_UNSUPPORTED`, `CONFIG_IMPORT`, `CONFIG_THREW`, `CONFIG_TIMEOUT`, `OUTPUT_COLLISION`, `CONFIG_INVALID`
 */
export async function loadModule(options: LoadModuleOptions): Promise<LoadedModule> {
  const { files, entry, timeout = defaultTimeout } = options;
  if (!files.exists(entry)) throw new VisualsError(configMissing({ file: entry, beside: findBeside(entry, files) }));
  const location = { files, entry, cacheFolder: options.cacheFolder, provided: Object.keys(options.provide) };
  let bundle = await readKeptBundle(location);
  if (bundle === undefined) {
    const { bundleModule } = await import('./bundle-module.ts');
    bundle = await bundleModule(location);
    keepBundle(location, bundle);
  }
  return { ...(await evaluateModule({ ...options, bundle, timeout })), dependencies: Object.keys(bundle.dependencies) };
}

/** A module of the same name in another notation, such as `visuals.config.mts`. */
function findBeside(entry: string, files: InputFiles): string | undefined {
  const name = entry.replace(/\.[cm]?[jt]s$/, '');
  return ['ts', 'mts', 'js', 'mjs', 'cts', 'cjs'].map((ending) => `${name}.${ending}`).find((path) => files.exists(path));
}
