import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import type { BuildOptions, BuildResult, Loader, Message, OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { configImport, configSyntax, configUnsupported } from '../diagnostics/config.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { reportDuplicateKeys } from './report-duplicate-keys.ts';
import type { DuplicateKey } from './report-duplicate-keys.ts';
import { rewriteModule } from './rewrite-module.ts';
import { scriptLanguages } from './script-languages.ts';

/** A module with all that it imports from the project, ready to be evaluated as the body of an async function. */
export interface ModuleBundle {
  readonly code: string;
  /** Specifiers of the modules that stay outside, by the index under which the code asks for them. */
  readonly imports: readonly string[];
  /** Source map of `code` as JSON; its sources are paths as {@link InputFiles} takes them. */
  readonly map: string;
  /** Path → digest of every file that the bundle was made from. */
  readonly dependencies: { readonly [path: string]: Digest };
  /** Path → how many columns its first line is moved to the right in the map. */
  readonly shifts: { readonly [path: string]: number };
}

/** What is bundled, and from where. */
export interface BundleOptions {
  readonly files: InputFiles;
  /** Path of the entry. */
  readonly entry: string;
  /** Specifiers that whoever evaluates the bundle provides. */
  readonly provided: readonly string[];
  /** Changes the text of a TypeScript or JavaScript file before it is bundled. */
  readonly transform?: (path: string, text: string) => string;
}

/** The largest config source; larger ones are data that was named by mistake. */
const mostBytes = 50 * 1024 * 1024;

/**
 * Bundles a TypeScript module with esbuild, which is loaded here and nowhere else. Packages stay outside, as paths of their files.
 * @throws VisualsError `CONFIG_SYNTAX`, `CONFIG_TS_UNSUPPORTED`, `CONFIG_IMPORT`, `OUTPUT_COLLISION`, `CONFIG_INVALID` (duplicate keys), or what reading a file throws
 */
export async function bundleModule(options: BundleOptions): Promise<ModuleBundle> {
  const session = new BundleSession(options);
  const { build } = await import('esbuild');
  const result = await build({ ...buildOptions(options), plugins: [session.plugin()] }).catch((error: unknown) => session.fail(error));
  await reportDuplicateKeys(
    options.files,
    result.warnings.flatMap((warning) => session.findDuplicateKey(warning)),
  );
  const text = (ending: string): string => result.outputFiles?.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return {
    ...(await rewriteModule(text('.mjs'))),
    map: session.renameSources(text('.map')),
    dependencies: session.dependencies(),
    shifts: Object.fromEntries(session.shifts),
  };
}

function buildOptions({ files, entry }: BundleOptions) {
  return {
    absWorkingDir: files.root,
    entryPoints: [files.locate(entry)],
    outfile: join(files.root, 'bundle.mjs'),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // As Node itself resolves: without the `module` condition that bundlers add.
    conditions: [],
    target: 'node20',
    charset: 'utf8',
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
    // Links are followed by Node alone: what the project reaches through one keeps its path inside the root.
    preserveSymlinks: true,
    // A config's imports run as they are written, whatever a package.json promises about side effects.
    ignoreAnnotations: true,
    define: { 'import.meta': hereName, __filename: `${hereName}.filename`, __dirname: `${hereName}.dirname` },
  } satisfies BuildOptions;
}

/** What `import.meta` becomes; each file that uses it gets its own. */
const hereName = '__visuals_here';
const hereUses = /\bimport\s*\.\s*meta\b|\b__(?:file|dir)name\b/;

/** One run of esbuild: what it reads and resolves, and how its messages are told. */
class BundleSession {
  readonly shifts = new Map<string, number>();
  readonly #options: BundleOptions;
  readonly #digests = new Map<string, Digest>();
  readonly #failures: Diagnostic[] = [];
  readonly #shippedRoot: string | undefined;

  constructor(options: BundleOptions) {
    this.#options = options;
    const { files, entry } = options;
    this.#shippedRoot = entry.startsWith(shippedPrefix)
      ? resolve(
          files.locate(entry),
          ...entry
            .slice(shippedPrefix.length)
            .split('/')
            .map(() => '..'),
        )
      : undefined;
  }

  plugin(): Plugin {
    return {
      name: 'visuals',
      setup: (build) => {
        build.onResolve({ filter: /.*/ }, async (args) => this.#resolve(build, args));
        build.onLoad({ filter: /.*/ }, async ({ path }) => this.#load(path));
      },
    };
  }

  dependencies(): { readonly [path: string]: Digest } {
    return Object.fromEntries([...this.#digests].toSorted(([a], [b]) => compareCodeUnits(a, b)));
  }

  /** Gives the map's sources the paths that the rest of the program uses. */
  renameSources(map: string): string {
    const parsed = JSON.parse(map) as { readonly sources: readonly string[] };
    return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => this.#toInputPath(resolve(this.#options.files.root, source))) });
  }

  /** Tells esbuild's errors, and those of the files it was given, as diagnostics. */
  fail(error: unknown): never {
    if (this.#failures.length > 0) throw new VisualsError(this.#failures);
    const messages = (error as Partial<Pick<BuildResult, 'errors'>>).errors;
    if (messages === undefined) throw error;
    throw new VisualsError(
      messages.map((message) => this.#describe(message)),
      { cause: error },
    );
  }

  findDuplicateKey(message: Message): readonly DuplicateKey[] {
    const [first, second] = [this.#placeOf(message.notes[0]?.location ?? null), this.#placeOf(message.location)];
    if (message.id !== 'duplicate-object-key' || first === undefined || second === undefined) return [];
    return [{ key: /"(.*)"/s.exec(message.text)?.[1] ?? '', first, second }];
  }

  async #resolve(build: PluginBuild, args: OnResolveArgs): Promise<OnResolveResult | undefined> {
    const { path, importer, resolveDir, kind, namespace } = args;
    if (kind === 'entry-point' || args.pluginData === ownResolve) return undefined;
    if (this.#options.provided.includes(path)) return { path: `provided:${path}`, external: true };
    if (isBuiltin(path)) return { path: path.startsWith('node:') ? path : `node:${path}`, external: true };
    const found = await build.resolve(path, { importer, resolveDir, kind, namespace, pluginData: ownResolve });
    if (found.errors.length > 0) return { errors: found.errors.map(({ text }) => ({ text })) };
    if (found.external || found.namespace !== 'file') return { path: found.path, external: found.external, namespace: found.namespace };
    await this.#rememberFolders(found.path);
    return this.#isPackageFile(found.path) ? this.#toExternal(args, found.path) : { path: found.path };
  }

  /** Source in TypeScript that is linked into `node_modules` belongs to the project: Node would refuse to load it. */
  #isPackageFile(path: string): boolean {
    return path.split(/[/\\]/).includes('node_modules') && !/\.[mc]?tsx?$/.test(path);
  }

  #toExternal({ path, kind, importer }: OnResolveArgs, found: string): OnResolveResult {
    if (kind === 'require-call' || kind === 'require-resolve')
      return { path: `require:${JSON.stringify([this.#toInputPath(importer), path])}`, external: true };
    const fromRoot = toSlashes(relative(this.#options.files.root, found));
    return { path: `package:${fromRoot.startsWith('../') || isAbsolute(fromRoot) ? found : fromRoot}`, external: true };
  }

  /** What resolution looks at besides the file itself: a package's own description, and `tsconfig.json`, whose `paths` are aliases. */
  async #rememberFolders(path: string): Promise<void> {
    const names = this.#isPackageFile(path) ? ['package.json'] : ['tsconfig.json'];
    const { files } = this.#options;
    for (let folder = dirname(path); isWithin(files.root, folder); folder = dirname(folder)) {
      const found = names.map((name) => join(folder, name)).find((each) => existsSync(each));
      if (found !== undefined) return this.#rememberConfig(found);
    }
  }

  async #rememberConfig(path: string): Promise<void> {
    const inputPath = this.#toInputPath(path);
    if (this.#digests.has(inputPath) || !isWithin(this.#options.files.root, path)) return;
    const { bytes, digest } = await this.#options.files.read(inputPath, { mostBytes });
    this.#digests.set(inputPath, digest);
    const base = /"extends"\s*:\s*"(\.[^"]+)"/.exec(Buffer.from(bytes).toString())?.[1];
    const target = base === undefined ? undefined : resolve(dirname(path), base.endsWith('.json') ? base : `${base}.json`);
    if (target !== undefined && existsSync(target)) await this.#rememberConfig(target);
  }

  async #load(path: string): Promise<OnLoadResult> {
    const loader = loaders[extname(path)];
    if (loader === undefined) return { errors: [{ text: `No loader is configured for "${extname(path)}" files` }] };
    const inputPath = this.#toInputPath(path);
    try {
      const { bytes, digest } = await this.#options.files.read(inputPath, { mostBytes });
      this.#digests.set(inputPath, digest);
      return { contents: isData(loader) ? bytes : this.#prepare(inputPath, new TextDecoder().decode(bytes)), loader, resolveDir: dirname(path) };
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      this.#failures.push(...error.diagnostics);
      return { errors: [{ text: error.message }] };
    }
  }

  #prepare(path: string, text: string): string {
    const changed = this.#options.transform?.(path, text) ?? text;
    const plain = changed.startsWith('#!') ? `//${changed.slice(2)}` : changed;
    if (!hereUses.test(plain)) return plain;
    const prefix = `const ${hereName} = __visuals_locate(${JSON.stringify(path)}); `;
    this.shifts.set(path, prefix.length);
    return prefix + plain;
  }

  #toInputPath(path: string): string {
    if (this.#shippedRoot !== undefined && isWithin(this.#shippedRoot, path)) return shippedPrefix + toSlashes(relative(this.#shippedRoot, path));
    return toSlashes(relative(this.#options.files.root, path));
  }

  #describe({ text, location }: Message): Diagnostic {
    const place = this.#placeOf(location) ?? { file: this.#options.entry };
    const { file } = place;
    if (/^Could not resolve|^No matching export/.test(text)) return configImport({ file, problem: text.split('\n')[0] ?? text }, { place });
    return refusals.test(text) ? configUnsupported({ file, construct: text }, { place }) : configSyntax({ file, problem: text }, { place });
  }

  /** esbuild counts columns in bytes from 0. */
  #placeOf(location: Message['location']): Required<Place> | undefined {
    if (location === null) return undefined;
    const file = this.#toInputPath(resolve(this.#options.files.root, location.file));
    const before = Buffer.from(location.lineText).subarray(0, location.column).toString().length;
    return { file, line: location.line, column: before + 1 - (location.line === 1 ? (this.shifts.get(file) ?? 0) : 0) };
  }
}

const shippedPrefix = '@visuals/';
const ownResolve = { own: true };

const loaders: { readonly [extension: string]: Loader } = { ...scriptLanguages, '.json': 'json', '.txt': 'text' };

/** How esbuild words that it understands a construct, but does not take it. */
const refusals =
  /not (?:yet |currently )?supported|not available in the configured target|No loader is configured|cannot be used with the "esm"|only work when|not allowed because|not enabled/;

function isData(loader: Loader): boolean {
  return loader === 'json' || loader === 'text';
}

function isWithin(folder: string, path: string): boolean {
  const fromFolder = relative(folder, path);
  return fromFolder !== '..' && !fromFolder.startsWith('../') && !fromFolder.startsWith('..\\') && !isAbsolute(fromFolder);
}

function toSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
