import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../model/manifest.ts';
import { describeHost } from '../project/host.ts';
import { listShippedTemplates } from '../project/load-shipped-template.ts';
import { locateState } from '../project/state-paths.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { commandFlags, type CommandName } from './command-flags.ts';
import { flagSpecs, type FlagName, type FlagSpec } from './flags.ts';

/** Shells that a completion can be written for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/**
 * What the last of the words could become: commands, flags, or names of the project as it was published last. Nothing is loaded or built for it.
 * @param words all after `visuals`; the last is the one that is being typed, and may be empty
 * @param codes names of diagnostics, asked for when they are wanted
 */
export function completeWords(words: readonly string[], root: string, codes: () => readonly string[]): readonly string[] {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const fits = (candidates: readonly string[]): readonly string[] => [...new Set(candidates)].filter((each) => each.startsWith(typed)).toSorted();
  const previous = before.at(-1);
  const valueOf = previous?.startsWith('--') ? previous.slice(2) : undefined;
  if (valueOf !== undefined && takesValue(valueOf)) return fits(listValues(valueOf, root));
  const command = findCommand(before);
  if (typed.startsWith('-')) return fits([...listFlags(command), '--help']);
  if (command === undefined) return fits(listNext(before));
  return fits([...listNext(before), ...listOperands(command, { root, codes })]);
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flagSpecs, name);
}

function takesValue(name: string): boolean {
  if (!isFlag(name)) return false;
  const { value }: FlagSpec = flagSpecs[name];
  return value !== undefined;
}

/** The longest command that the words begin with; flags and their values stand after it. */
function findCommand(words: readonly string[]): CommandName | undefined {
  const [first = '', second = ''] = words;
  return [`${first} ${second}`, first].find((name): name is CommandName => Object.hasOwn(commandFlags, name));
}

/** What may follow as the next word of a command. */
function listNext(words: readonly string[]): readonly string[] {
  const start = words.map((word) => `${word} `).join('');
  return Object.keys(commandFlags).flatMap((name) => (name.startsWith(start) ? [name.slice(start.length).split(' ')[0] ?? ''] : []));
}

function listFlags(command: CommandName | undefined): readonly string[] {
  return command === undefined ? ['--version'] : commandFlags[command].map((flag) => `--${flag}`);
}

function listValues(flag: string, root: string): readonly string[] {
  switch (flag) {
    case 'only':
      return Object.keys(readPublished(root).assets);
    case 'locale':
      return listPictures(root).map(({ locale }) => locale);
    case 'size':
      return listPictures(root).map(({ size }) => size);
    case 'template':
      return listShippedTemplates(describeHost({ root }));
    case 'format':
      return ['xliff', 'xliff-2', 'csv', 'po'];
    default:
      return [];
  }
}

const ofAsset: readonly CommandName[] = ['why', 'approve', 'pick', 'regenerate', 'migrate accept', 'migrate drop'];

function listOperands(command: CommandName, { root, codes }: { readonly root: string; readonly codes: () => readonly string[] }): readonly string[] {
  if (ofAsset.includes(command)) return Object.keys(readPublished(root).assets);
  if (command === 'templates show' || command === 'templates eject') return listShippedTemplates(describeHost({ root }));
  if (command === 'explain') return codes();
  return command === 'completion' ? shells : [];
}

function listPictures(root: string) {
  return Object.values(readPublished(root).assets).flatMap(({ pictures }) => pictures);
}

/** Nothing where nothing was published, or the file can't be read: a shell that completes shows no errors. */
function readPublished(root: string): Pick<Manifest, 'assets'> {
  const path = join(root, readSnapshot(locateState(root).snapshot)?.manifest ?? 'public/visuals/manifest.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch {
    return { assets: {} };
  }
}
