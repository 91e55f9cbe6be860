import { configInvalid } from '../diagnostics/config.ts';
import { foldRows } from '../diagnostics/fold-rows.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ConfigPath } from './config-problem.ts';
import type { CustomCheck } from './define-check.ts';
import type { VisualsConfig } from './define-config.ts';
import { loadModule } from './load-module.ts';
import type { LoadedModule, LoadModuleOptions } from './load-module.ts';
import { resolveConfig } from './resolve-config.ts';

/** Where the config is, and what its code may see. */
export interface LoadConfigOptions extends Omit<LoadModuleOptions, 'entry'> {
  /** Path of the config, relative to the root. */
  readonly file: string;
  /** What an asset's definition was made of, such as a row of a file; for messages about it. */
  readonly describeOrigin?: (definition: object) => string | undefined;
}

/** A config that is right. */
export interface LoadedConfig {
  readonly config: ResolvedConfig;
  /** Names of the environment variables that it read, sorted. */
  readonly environment: readonly string[];
  /** Every file that it was made from, in code-unit order. */
  readonly dependencies: readonly string[];
  /** The checks of the project's own; code, so that they are no part of the config's data. */
  readonly customChecks: readonly OwnCheck[];
}

/** A check of the project's own, and the asset whose pictures it looks at; all of them without one. */
export interface OwnCheck {
  readonly check: CustomCheck;
  readonly asset?: string;
}

/**
 * Loads, validates and normalises the config.
 * @throws VisualsError what `loadModule` throws; `CONFIG_INVALID`, `PATH_INVALID`, `OUTPUT_COLLISION`, `SECRET_IN_CONFIG`: all of them at once, each at the line that wrote the value
 */
export async function loadConfig({ file, describeOrigin, ...options }: LoadConfigOptions): Promise<LoadedConfig> {
  const loading = { ...options, entry: file };
  const module = await loadModule(loading);
  const author = readDefault(module, file);
  const { config, problems } = resolveConfig(author, file);
  if (config !== undefined) return { config, environment: module.environment, dependencies: module.dependencies, customChecks: listOwnChecks(author) };
  const { locateValues } = await import('./locate-values.ts');
  const { placeOf } = await locateValues(loading);
  const found = problems.map(({ path, other, describe }): Found => {
    const diagnostic = describe({ place: placeOf(path) }, other === undefined ? undefined : placeOf(other));
    const origin = findOrigin(author, path, describeOrigin);
    return { diagnostic: addOrigin(diagnostic, origin), ...(origin !== undefined && { kind: formatKind(diagnostic, String(path[1])) }) };
  });
  throw new VisualsError(foldFound(found).toSorted(comparePlaces));
}

interface Found {
  readonly diagnostic: Diagnostic;
  /** The same for all rows with one mistake; none for what no row was made into. */
  readonly kind?: string;
}

/** What an asset was made of, into which a path leads. */
function findOrigin(author: unknown, [first, id]: ConfigPath, describeOrigin: LoadConfigOptions['describeOrigin']): string | undefined {
  if (first !== 'assets' || typeof id !== 'string') return undefined;
  const definition: unknown = (author as Partial<VisualsConfig>).assets?.[id];
  return typeof definition === 'object' && definition !== null ? describeOrigin?.(definition) : undefined;
}

function addOrigin(diagnostic: Diagnostic, origin: string | undefined): Diagnostic {
  return origin === undefined ? diagnostic : { ...diagnostic, message: `${diagnostic.message} (${origin})` };
}

function formatKind({ code, message, place }: Diagnostic, id: string): string {
  return `${code} ${place?.line ?? ''} ${message.replaceAll(id, '·').replaceAll(/"[^"]*"/g, '·')}`;
}

function foldFound(found: readonly Found[]): readonly Diagnostic[] {
  const kinds = new Map(found.map(({ diagnostic, kind }, at) => [diagnostic, kind ?? String(at)]));
  return foldRows([...kinds.keys()], (diagnostic) => kinds.get(diagnostic)!);
}

/** The config is known to be right. */
function listOwnChecks(author: unknown): readonly OwnCheck[] {
  const { checks, assets } = author as VisualsConfig;
  const own = Object.entries(assets).flatMap(([asset, each]) => (each.checks?.custom ?? []).map((check): OwnCheck => ({ check, asset })));
  return [...(checks?.custom ?? []).map((check): OwnCheck => ({ check })), ...own];
}

/** In the order in which they are written. */
function comparePlaces(a: Diagnostic, b: Diagnostic): number {
  const [first, second] = [a.place, b.place];
  return compareCodeUnits(first?.file ?? '', second?.file ?? '') || (first?.line ?? 0) - (second?.line ?? 0) || (first?.column ?? 0) - (second?.column ?? 0);
}

function readDefault({ exports }: LoadedModule, file: string): unknown {
  if (exports['default'] !== undefined) return exports['default'];
  const found = { path: '', problem: 'has no default export', fix: 'Write `export default defineConfig({ … })`.' };
  throw new VisualsError(configInvalid(found, { place: { file } }));
}
