import { posix } from 'node:path';

/** What is wrong with a name or a path, and what to write instead. */
export interface NameProblem {
  readonly problem: string;
  readonly fix: string;
}

const namePattern = /^[a-z0-9][a-z0-9-]*$/;
const mostCharacters = 64;
/** Names that Windows keeps for devices, with any extension. */
const reservedPattern = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Checks a name that becomes part of file names: small letters, digits and hyphens, none that Windows reserves. */
export function findNameProblem(name: string): NameProblem | undefined {
  const fix = `Use small letters, digits and hyphens, starting with a letter or digit, up to ${mostCharacters} of them.`;
  if (reservedPattern.test(name)) return { problem: 'is a name that Windows reserves', fix: 'Choose another name, such as one with a suffix.' };
  if (name.length > mostCharacters) return { problem: `has ${name.length} characters; the limit is ${mostCharacters}`, fix };
  return namePattern.test(name) ? undefined : { problem: 'can not be part of a file name on every system', fix };
}

/** Checks a path that must lead to something inside the project. */
export function findPathProblem(path: string): NameProblem | undefined {
  const problem = describePath(path);
  return problem === undefined ? undefined : { problem, fix: "Write a path relative to the project's root, with forward slashes." };
}

/** Checks a glob; `..` is refused wherever it stands, since braces can bring it anywhere. */
export function findGlobProblem(pattern: string): NameProblem | undefined {
  const climbs = /(?:^|[/{,(|])\.\.(?:$|[/},)|])/.test(pattern)
    ? { problem: 'leads out of the project', fix: 'Name files inside the project, such as node_modules/…/*.woff2.' }
    : undefined;
  return climbs ?? findPathProblem(pattern);
}

/** Checks the folder that outputs are written to, which must be one of its own. */
export function findOutputProblem(path: string): NameProblem | undefined {
  const segments = posix.normalize(path).split('/');
  const fix = 'Name a folder for outputs alone, such as public/visuals.';
  if (segments[0] === '.' || segments[0] === '') return { problem: 'is the project itself', fix };
  if (['.visuals', '.git', 'node_modules'].includes(segments[0] ?? '')) return { problem: `lies in ${segments[0]}`, fix };
  if (segments.some((segment) => reservedPattern.test(segment))) return { problem: 'has a name that Windows reserves', fix };
  return findPathProblem(path);
}

/** A path without `./`, double and trailing slashes. */
export function normalisePath(path: string): string {
  return posix.normalize(path).replace(/(?<=.)\/$/, '');
}

function describePath(path: string): string | undefined {
  if (path.trim() === '') return 'is empty';
  if (hasControlCharacter(path)) return 'holds a control character';
  if (path.includes('\\')) return 'holds a backslash';
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return 'is not a path inside the project';
  if (path.startsWith('/') || path.startsWith('~')) return 'is absolute';
  return /^\.\.(?:\/|$)/.test(posix.normalize(path)) ? 'leads out of the project' : undefined;
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f');
}
