import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createProject } from './create-project.ts';
import type { Sources, TestProject } from './create-project.ts';
import type { OpenAiServer } from './openai-server/start-openai-server.ts';
import type { QueueServer } from './queue-server.ts';
import { startCommand } from './run-command.ts';
import type { CommandOptions, CommandResult, RunningCommand } from './run-command.ts';
import { identities, teamKeys } from './shared-project.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** Machines that have the same commit, a queue and a store. */
export interface Fleet {
  readonly project: TestProject;
  readonly env: Readonly<Record<string, string>>;
  /** The folder that is the store. */
  readonly store: string;
  /** What another machine has after `git clone`. */
  clone(): TestProject;
  /** A worker that listens, in this clone or one of its own. */
  worker(place?: TestProject, options?: CommandOptions): Promise<ListeningWorker>;
  build(place: TestProject, words?: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** @param options variables besides those of the fleet, and the host */
  startBuild(place: TestProject, words?: readonly string[], options?: CommandOptions): RunningCommand;
}

/** A worker that has told what it works for. */
export interface ListeningWorker extends RunningCommand {
  readonly fingerprint: string;
}

/** What a coordinator says at its end. */
export interface FleetEnding {
  readonly exit: number;
  readonly counts: { readonly made: number; readonly cached: number; readonly failed: number };
  readonly spent: number;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

/**
 * A fleet over a queue, with a folder as its store; `server` sells pictures.
 * @param more variables besides, or instead
 */
export function openFleet(queue: QueueServer, files: Sources, server?: OpenAiServer, more: Fleet['env'] = {}): Fleet {
  const project = createProject(files);
  const store = createTemporaryFolder();
  const env = {
    ...identities.main,
    VISUALS_STORE_URL: `file://${store}`,
    VISUALS_STORE_TRUSTED: `main=${teamKeys.main.publicText}`,
    ...(server && { OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: server.baseUrl }),
    ...more,
  };
  const clone = (): TestProject => {
    const copy = createProject({});
    const committed = ['visuals.config.ts', 'copy', 'brand', 'templates', 'art', 'visuals.lock.json', 'visuals.vault'];
    for (const path of committed) if (existsSync(join(project.root, path))) cpSync(join(project.root, path), join(copy.root, path), { recursive: true });
    return copy;
  };
  const startBuild: Fleet['startBuild'] = (place, words = [], options = {}) =>
    startCommand(place.root, ['build', '--queue', queue.url, '--json', ...words], { ...options, env: { ...env, ...options.env } });
  return {
    project,
    env,
    store,
    clone,
    worker: async (place = clone(), options = {}) => {
      const running = startCommand(place.root, ['worker', '--queue', queue.url, '--jobs', '1'], { ...options, env: { ...env, ...options.env } });
      onTestFinished(async () => {
        running.child.kill('SIGKILL');
        await running.ended;
      });
      const words = await untilSays(running, /Working for (\w+)/);
      return { ...running, fingerprint: words[1]! };
    },
    build: (place, words, options) => startBuild(place, words, options).ended,
    startBuild,
  };
}

/** The report at the end of a build's JSON. */
export function reportOf({ lines, stderr }: CommandResult): FleetEnding {
  const last = lines.findLast(({ type }) => type === 'report');
  if (last === undefined) throw new Error(`no report: ${stderr}`);
  return last['report'] as FleetEnding;
}

/** Waits for words of a command that runs. */
export function untilSays({ child }: RunningCommand, words: RegExp): Promise<RegExpExecArray> {
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer): void => {
      text += data.toString();
      const found = words.exec(text);
      if (found !== null) resolve(found);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}
