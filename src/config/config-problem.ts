import { configInvalid, outputCollision, pathInvalid, secretInConfig } from '../diagnostics/config.ts';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import type { Context } from '../diagnostics/define.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { redactSecrets } from './find-secrets.ts';

/** Keys and indexes that lead from the config to a value. */
export type ConfigPath = readonly (string | number)[];

/** Something wrong in the config, before it is known which line wrote it. */
export interface ConfigProblem {
  readonly path: ConfigPath;
  /** Another value that has a part in it. */
  readonly other?: ConfigPath;
  readonly describe: (context: Context, otherPlace?: Place) => Diagnostic;
}

/** `assets.spring-launch.sizes[2]`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${text}[${JSON.stringify(redactSecrets(key))}]`;
    return text === '' ? redactSecrets(key) : `${text}.${redactSecrets(key)}`;
  }, '');
}

/** A value in few words, for a message; secrets are not shown. */
export function formatValue(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'number') return String(value);
  const text = redactSecrets(stringify(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A value that is wrong. */
export function problemAt(path: ConfigPath, problem: string, fix?: string): ConfigProblem {
  const found = { path: formatPath(path), problem: redactSecrets(problem) };
  return { path, describe: (context) => configInvalid(fix === undefined ? found : { ...found, fix }, context) };
}

/** A name that is none of the known ones. */
export function unknownName(path: ConfigPath, name: string, { known, what }: { readonly known: readonly string[]; readonly what: string }): ConfigProblem {
  return problemAt(path, `is ${formatValue(name)}, which is no ${what}${formatNearest(name, known)}`, listKnown(known));
}

/** The fix for a name that is none of the known ones. */
export function listKnown(known: readonly string[]): string {
  return known.length === 0 ? 'Remove it.' : `Use one of: ${known.slice(0, 24).join(', ')}${known.length > 24 ? ', …' : ''}.`;
}

/** A name or path that can not be used. */
export function invalidPath(path: ConfigPath, value: string, { problem, fix }: { readonly problem: string; readonly fix: string }): ConfigProblem {
  return { path, describe: (context) => pathInvalid({ path: formatPath(path), value: formatValue(value), problem, fix }, context) };
}

/** A value that must be kept secret. */
export function secretAt(path: ConfigPath): ConfigProblem {
  return { path, describe: (context) => secretInConfig({ path: formatPath(path) }, context) };
}

/** Two names that would give the same file. */
export function collision(path: ConfigPath, name: string, other: ConfigPath): ConfigProblem {
  const found = { path: formatPath(path), name, other: formatPath(other) };
  return { path, other, describe: (context, otherPlace) => outputCollision({ ...found, otherPlace: formatPlace(otherPlace) }, context) };
}

function formatPlace(place: Place | undefined): string | undefined {
  return place?.line === undefined ? undefined : `${place.file}:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'an object';
  }
}
