import type { core } from 'zod';
import { apiInsecureUrl } from '../diagnostics/config.ts';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { formatPath, formatValue, invalidPath, listKnown, problemAt, secretAt, unknownName } from './config-problem.ts';
import type { ConfigPath, ConfigProblem } from './config-problem.ts';

/** Tells an issue of the schema as problems, one for each unknown key. */
export function describeIssue(issue: core.$ZodIssue, author: unknown): readonly ConfigProblem[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const value = valueAt(author, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => describeUnknownKey(path, key, JSON.parse(issue.message) as readonly string[]));
    case 'invalid_type':
      return [
        value === undefined
          ? problemAt(path, `is missing; it must be ${nameType(issue.expected)}`, findExample(path) ?? 'Add it.')
          : problemAt(path, `is ${formatValue(value)}, but must be ${nameType(issue.expected)}`, findExample(path) ?? adviseOnType(value, issue.expected)),
      ];
    case 'invalid_value':
      return [describeChoice(path, value, issue.values.map(String))];
    case 'too_small':
      return [problemAt(path, describeBound(value, 'at least', Number(issue.minimum)))];
    case 'too_big':
      return [problemAt(path, describeBound(value, 'at most', Number(issue.maximum)))];
    case 'custom':
      return [describeCustom(issue, path, value)];
    default:
      return [problemAt(path, `is ${formatValue(value)}: ${issue.message}`)];
  }
}

function valueAt(author: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined), author);
}

function describeUnknownKey(path: ConfigPath, key: string, known: readonly string[]): ConfigProblem {
  return problemAt([...path, key], `is not known${formatNearest(key, known)}`, `Remove it, or use one of: ${known.join(', ')}.`);
}

const typeNames: { readonly [type: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function nameType(type: string): string {
  return typeNames[type] ?? type;
}

/** What those write who take a field for something simpler; a path with `*` for any key. */
const examples: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'Write `export default defineConfig({ … })`.'],
  [/^locales$/, "Write locales: { source: 'en', targets: ['de'] }."],
  [/^assets$/, "Write assets: { 'spring-launch': { … } }, each under its id."],
  [/^assets\.[^.[]+\.sizes\[\d+\]$/, "Name a channel, such as 'og', or write { name: 'hero', width: 1920, height: 1080 }."],
];

function findExample(path: ConfigPath): string | undefined {
  const written = formatPath(path);
  return examples.find(([pattern]) => pattern.test(written))?.[1];
}

/** The value as it would be right, where it is a slip of notation; undefined where nobody can know. */
function adviseOnType(value: unknown, expected: string): string | undefined {
  const isText = typeof value === 'string';
  if (expected === 'array' && (isText || typeof value === 'number')) return `Write a list: ${formatValue([value])}.`;
  if ((expected === 'number' || expected === 'int') && isText && value.trim() !== '' && Number.isFinite(Number(value)))
    return `Write it without quotes: ${value.trim()}.`;
  if (expected === 'string' && typeof value === 'number') return `Write it in quotes: "${value}".`;
  return expected === 'boolean' && (value === 'true' || value === 'false') ? `Write it without quotes: ${value}.` : undefined;
}

function describeChoice(path: ConfigPath, value: unknown, known: readonly string[]): ConfigProblem {
  if (typeof value === 'string') return unknownName(path, value, { known, what: 'known value' });
  return problemAt(path, value === undefined ? 'is missing' : `is ${formatValue(value)}`, listKnown(known));
}

function describeBound(value: unknown, word: string, bound: number): string {
  if (Array.isArray(value)) return `has ${value.length} entries, but must have ${word} ${bound}`;
  return typeof value === 'string' ? 'must not be empty' : `is ${formatValue(value)}, but must be ${word} ${bound}`;
}

function describeCustom(issue: core.$ZodIssueCustom, path: ConfigPath, value: unknown): ConfigProblem {
  const { code, problem, fix, host } = issue.params ?? {};
  switch (code) {
    case 'PATH_INVALID':
      return invalidPath(path, String(value), { problem: String(problem), fix: String(fix) });
    case 'SECRET_IN_CONFIG':
      return secretAt(path);
    case 'API_INSECURE_URL':
      return { path, describe: (context) => apiInsecureUrl({ source: formatPath(path), host: String(host) }, context) };
    case 'CONFIG_INVALID':
      return problemAt(path, issue.message);
    default:
      return problemAt(path, `${formatValue(value)} ${issue.message}`);
  }
}
