import { checkNames } from '../model/finding.ts';
import { isObject } from '../model/json.ts';
import { isCustomCheck } from './define-check.ts';
import { unknownName } from './config-problem.ts';
import type { ConfigPath, ConfigProblem } from './config-problem.ts';
import { fieldOf } from './schema-parts.ts';

/** Severities are given to checks by name: a misspelt one would leave a check as grave as it was. It reads the author's value as it is. */
export function checkSeverities(author: unknown): readonly ConfigProblem[] {
  const own = listChecks(author);
  const known = [...checkNames, ...own.flatMap(({ checks }) => listCustomNames(checks))];
  return own.flatMap(({ checks, path }) =>
    Object.keys(recordOf(fieldOf(checks, 'severity')))
      .filter((name) => !known.includes(name))
      .map((name) => unknownName([...path, 'severity', name], name, { known, what: 'check' })),
  );
}

function listChecks(author: unknown): readonly { readonly checks: unknown; readonly path: ConfigPath }[] {
  const assets = Object.entries(recordOf(fieldOf(author, 'assets')));
  const own = assets.map(([id, asset]) => ({ checks: fieldOf(asset, 'checks'), path: ['assets', id, 'checks'] }));
  return [{ checks: fieldOf(author, 'checks'), path: ['checks'] }, ...own];
}

function listCustomNames(checks: unknown): readonly string[] {
  const custom = fieldOf(checks, 'custom');
  return Array.isArray(custom) ? custom.filter(isCustomCheck).map(({ name }) => name) : [];
}

function recordOf(value: unknown): object {
  return isObject(value) ? value : {};
}
