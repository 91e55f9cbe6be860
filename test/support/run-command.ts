import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repository } from './create-project.ts';

/** The command's file within `dist`. */
export const commandFile = basename(
  (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly bin: { readonly visuals: string } }).bin.visuals,
);

/** How the real command ended. */
export interface CommandResult {
  /** Exit code, or null when a signal ended it. */
  readonly exit: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What was sent as JSON, line by line. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** How the real command is run. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the command; default the repository's `dist`. */
  readonly dist?: string;
  /** Words for node itself, such as `--import`. */
  readonly node?: readonly string[];
  readonly uid?: number;
  /** Words before the command, such as those of a host of `openNetwork`. */
  readonly within?: readonly string[];
}

/** A command that runs. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
}

/** Starts the built command in a folder, with an environment that holds nothing of ours but the path. */
export function startCommand(
  root: string,
  words: readonly string[],
  { env = {}, dist = join(repository, 'dist'), node = [], uid, within = [] }: CommandOptions = {},
): RunningCommand {
  const base = { PATH: process.env['PATH'] ?? '', HOME: root, NO_COLOR: '1' };
  const [program, ...rest] = [...within, process.execPath, ...node, join(dist, commandFile), ...words];
  const child = spawn(program!, rest, {
    cwd: root,
    env: { ...base, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit, signal) => resolve({ exit, signal, stdout, stderr, lines: parseLines(stdout) }));
  });
  return { child, ended };
}

/** Runs the built command to its end. */
export function runCommand(root: string, words: readonly string[], options?: CommandOptions): Promise<CommandResult> {
  return startCommand(root, words, options).ended;
}

function parseLines(text: string): CommandResult['lines'] {
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Readonly<Record<string, unknown>>] : []));
}
