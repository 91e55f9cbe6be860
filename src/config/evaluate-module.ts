import { createRequire, isBuiltin } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext, Script } from 'node:vm';
import { configImport, configTimeout } from '../diagnostics/config.ts';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import type { ModuleBundle } from './bundle-module.ts';
import { bundleFileName, describeThrown } from './describe-thrown.ts';
import { createShadowProcess } from './shadow-globals.ts';
import type { Environment } from './shadow-globals.ts';

/** Gives a module to code. It may ask whether the code mentions a name, and load what is heavy for that code alone. */
export type ModuleLender = (mentions: (name: string) => boolean) => object | Promise<object>;

/** Modules that the running tool lends to the code it evaluates, by specifier. */
export type ProvidedModules = Readonly<Record<string, ModuleLender>>;

/** What a bundle needs to run. */
export interface EvaluationOptions {
  readonly bundle: ModuleBundle;
  readonly entry: string;
  readonly files: InputFiles;
  readonly environment: Environment;
  readonly provide: ProvidedModules;
  /** Milliseconds. */
  readonly timeout: number;
  /** Further names that the code sees, such as another `Date`. */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** What came of it. */
export interface Evaluation {
  readonly exports: Readonly<Record<string, unknown>>;
  /** Names of the environment variables that were read. */
  readonly environment: readonly string[];
}

/**
 * Runs a bundle afresh: nothing of an earlier run is reused but the packages that Node keeps.
 * An endless loop is stopped as long as it runs before the first `await`; what is awaited is watched by a timer.
 * @throws VisualsError `CONFIG_THREW`, `CONFIG_TIMEOUT`, `CONFIG_IMPORT`, `CONFIG_SYNTAX`
 */
export async function evaluateModule(options: EvaluationOptions): Promise<Evaluation> {
  const { entry, files, environment, timeout } = options;
  const shadow = createShadowProcess(environment, files.root);
  try {
    const exports = await settleWithin(timeout, run(options, shadow.process));
    return { exports, environment: shadow.names() };
  } catch (error) {
    if (error instanceof VisualsError) throw error;
    if (isTimeout(error)) throw new VisualsError(configTimeout({ file: entry, seconds: timeout / 1000 }, { place: { file: entry } }), { cause: error });
    throw await describeThrown(error, options);
  }
}

async function run(options: EvaluationOptions, process: object): Promise<Readonly<Record<string, unknown>>> {
  const { bundle, timeout, globals } = options;
  const link = createLinker(options, await lendModules(options), process);
  const modules = await Promise.all(bundle.imports.map(link.load));
  const scope: Readonly<Record<string, unknown>> = {
    process,
    require: link.require,
    __visuals_locate: link.describe,
    __visuals_module: (index: number, names: readonly string[]) => link.pick(modules[index]!, names, bundle.imports[index]!),
    __visuals_star: (index: number) => withoutDefault(modules[index]!),
    $$imp$: link.import,
    ...globals,
  };
  // The block lets a module have bindings of its own with the names of the parameters.
  const text = `(async function (${Object.keys(scope).join(', ')}) { "use strict"; {\n${bundle.code}\n} })`;
  const evaluate = new Script(text, { filename: bundleFileName, lineOffset: -1 }).runInThisContext() as (
    ...values: readonly unknown[]
  ) => Promise<Readonly<Record<string, unknown>>>;
  // A function of this realm, called from a script that has a time limit.
  return runInNewContext('start()', { start: () => evaluate(...Object.values(scope)) }, { timeout }) as Promise<Readonly<Record<string, unknown>>>;
}

/** How the code reaches what was left outside of its bundle. */
interface Linker {
  /** Loads a module under the specifier that the bundle gives it. */
  readonly load: (specifier: string) => Promise<object>;
  readonly import: (specifier: unknown) => Promise<object>;
  readonly require: (specifier: string) => unknown;
  /** Gives the asked names, also those of a CommonJS module that Node did not detect. */
  readonly pick: (module: object, names: readonly string[], specifier: string) => object;
  /** What `import.meta` is for a file of the bundle. */
  readonly describe: (path: string) => object;
}

type LentModules = Readonly<Record<string, object>>;

/** They are all there before the code runs: it may require them at once. */
async function lendModules({ provide, bundle }: EvaluationOptions): Promise<LentModules> {
  const mentions = (name: string): boolean => bundle.code.includes(name);
  return Object.fromEntries(await Promise.all(Object.entries(provide).map(async ([name, lend]) => [name, await lend(mentions)] as const)));
}

function createLinker({ entry, files }: EvaluationOptions, lent: LentModules, process: object): Linker {
  const provided = (name: string): object => lent[name] ?? {};
  const requireFrom = (importer: string, name: string): unknown => (isProcess(name) ? process : (createRequire(files.locate(importer))(name) as unknown));
  const load = async (specifier: string): Promise<object> => {
    const [, kind = '', rest = specifier] = /^(provided|package|require):(.*)$/s.exec(specifier) ?? [];
    if (kind === 'provided') return provided(rest);
    if (kind === 'require') return wrapCommon(requireFrom(...(JSON.parse(rest) as [string, string])));
    if (isProcess(specifier)) return { ...process, default: process };
    return (await import(kind === 'package' ? pathToFileURL(resolve(files.root, rest)).href : specifier)) as object;
  };
  return {
    load,
    import: async (specifier) => load(resolveComputed(String(specifier), entry, files)),
    require: (specifier) => {
      const [importer, name] = specifier.startsWith('require:') ? (JSON.parse(specifier.slice('require:'.length)) as [string, string]) : [entry, specifier];
      return specifier.startsWith('provided:') ? provided(specifier.slice('provided:'.length)) : requireFrom(importer, name);
    },
    pick: (module, names, specifier) => pickNames(module, names, { specifier, entry }),
    describe: (path) => describeFile(files.locate(path)),
  };
}

function isProcess(specifier: string): boolean {
  return specifier === 'node:process' || specifier === 'process';
}

function wrapCommon(exports: unknown): object {
  return { ...(typeof exports === 'object' ? exports : {}), default: exports };
}

/** A specifier that was computed at run time: packages are found from the entry; files of the project would escape the list of dependencies. */
function resolveComputed(specifier: string, entry: string, files: InputFiles): string {
  if (/^(?:provided|package|require|node):/.test(specifier)) return specifier;
  if (isBuiltin(specifier)) return `node:${specifier}`;
  if (/^(?:\.{0,2}\/|file:)/.test(specifier))
    throw new Error(`import(${JSON.stringify(specifier)}) is computed, so the file can't be bundled; write the path in place`);
  return `package:${createRequire(files.locate(entry)).resolve(specifier)}`;
}

function pickNames(module: object, names: readonly string[], { specifier, entry }: { readonly specifier: string; readonly entry: string }): object {
  if (names.length === 0) return module;
  const fallback: unknown = 'default' in module ? module.default : undefined;
  const sources = [module, fallback].filter((each): each is object => (typeof each === 'object' && each !== null) || typeof each === 'function');
  return Object.fromEntries(
    names.map((name) => {
      const source = sources.find((each) => name in each);
      if (source === undefined) throw new VisualsError(missingExport(name, specifier, module, entry));
      return [name, Reflect.get(source, name) as unknown];
    }),
  );
}

function missingExport(name: string, specifier: string, module: object, entry: string): ReturnType<typeof configImport> {
  const shown = specifier.replace(/^(?:provided|package):/, '');
  return configImport({ file: entry, problem: `"${shown}" has no export "${name}"${formatNearest(name, Object.keys(module))}` }, { place: { file: entry } });
}

function withoutDefault(module: object): object {
  return Object.fromEntries(Object.entries(module).filter(([name]) => name !== 'default'));
}

function describeFile(filename: string): object {
  const url = pathToFileURL(filename).href;
  return {
    url,
    filename,
    dirname: dirname(filename),
    resolve: (specifier: string) => (specifier.startsWith('.') ? new URL(specifier, url).href : pathToFileURL(createRequire(filename).resolve(specifier)).href),
  };
}

class TimeoutError extends Error {}

function isTimeout(error: unknown): boolean {
  // Node makes the error of a script's time limit in the script's own realm, where Error is another.
  return error instanceof TimeoutError || (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT');
}

async function settleWithin<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no result within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
