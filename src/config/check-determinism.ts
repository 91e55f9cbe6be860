import { configNondeterministic } from '../diagnostics/config.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import { formatPath, formatValue } from './config-problem.ts';
import type { ConfigPath } from './config-problem.ts';
import { loadConfig } from './load-config.ts';
import type { LoadConfigOptions } from './load-config.ts';
import { createShadowDate } from './shadow-globals.ts';

/** 400 days, some hours and seconds: another year, month, day, weekday, hour and second. */
const otherTime = ((400 * 24 + 5) * 3600 + 7) * 1000 + 13;

/**
 * Evaluates the config twice, the second time with a clock that stands elsewhere, and names every value that differs.
 * @throws VisualsError `CONFIG_NONDETERMINISTIC` for each, in the order of the config; or what `loadConfig` throws
 */
export async function checkDeterminism(options: LoadConfigOptions): Promise<void> {
  const { config: first } = await loadConfig(options);
  const { config: second } = await loadConfig({ ...options, globals: { ...options.globals, Date: createShadowDate(otherTime) } });
  const ids = first.assets.map(({ id }) => id);
  const differences = findDifferences(first, second, []).map((each) => ({ ...each, path: toAuthorPath(each.path, ids) }));
  if (differences.length > 0) throw new VisualsError(await describe(differences, options));
}

async function describe(differences: readonly Difference[], { file, ...loading }: LoadConfigOptions): Promise<readonly Diagnostic[]> {
  const { locateValues } = await import('./locate-values.ts');
  const { placeOf } = await locateValues({ ...loading, entry: file });
  return differences.map(({ path, before, after }) =>
    configNondeterministic({ path: formatPath(path), first: formatValue(before), second: formatValue(after) }, { place: placeOf(path) }),
  );
}

interface Difference {
  readonly path: ConfigPath;
  readonly before: unknown;
  readonly after: unknown;
}

function findDifferences(before: unknown, after: unknown, path: ConfigPath): readonly Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return [{ path, before: `${before.length} entries`, after: `${after.length} entries` }];
    return before.flatMap((each: unknown, index) => findDifferences(each, after[index], [...path, index]));
  }
  if (!isObject(before) || !isObject(after)) return Object.is(before, after) ? [] : [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(compareCodeUnits);
  return keys.flatMap((key) => findDifferences(before[key], after[key], [...path, key]));
}

/** `assets[3].data.day` of the resolved config is `assets.hero.data.day` of the author's. */
function toAuthorPath(path: ConfigPath, ids: readonly string[]): ConfigPath {
  const [first, index, ...rest] = path;
  if (first !== 'assets' || typeof index !== 'number') return path;
  const depth = rest[0] === 'art' ? 2 : rest[0] === 'overrides' && rest[2] === 'art' ? 4 : rest.length;
  return [first, ids[index] ?? index, ...rest.slice(0, depth), ...toAuthorArtPath(rest.slice(depth))];
}

const paidSettings = ['generator', 'api', 'model', 'quality', 'format', 'compression', 'background', 'moderation', 'complexity'];

/** The author writes a prompt as one text, and the settings of bought art beside it. */
function toAuthorArtPath(path: ConfigPath): ConfigPath {
  return path.filter((key, at) => {
    const [before, after] = [path[at - 1], path[at + 1]];
    if (before === 'prompt' && at === path.length - 1) return false;
    return key !== 'settings' || typeof after !== 'string' || !paidSettings.includes(after);
  });
}
