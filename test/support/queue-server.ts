import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './debian-packages.ts';
import { findFreePort } from './nginx-server.ts';

/** A queue server on a free port of this machine. */
export interface QueueServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Whether redis-server can be run here. */
export const hasRedis = (): boolean => ensureProgram('redis');

/** Whether valkey-server can be run here. */
export const hasValkey = (): boolean => ensureProgram('valkey');

/** Whether PostgreSQL can be run here; it refuses to run as root, who lends it to nobody. */
export const hasPostgres = (): boolean => findPostgres() !== undefined;

/** Starts a Redis that keeps nothing. */
export function startRedis(): Promise<QueueServer> {
  return startKeyServer('redis-server');
}

/** Starts a Valkey that keeps nothing. */
export function startValkey(): Promise<QueueServer> {
  return startKeyServer('valkey-server');
}

/** Valkey takes the words that Redis took when it came off it. */
async function startKeyServer(command: 'redis-server' | 'valkey-server'): Promise<QueueServer> {
  const port = await findFreePort();
  const child = spawn(command, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilSays(child, 'Ready to accept connections');
  return { url: `redis://127.0.0.1:${port}`, stop: () => end(child) };
}

/** Starts a PostgreSQL in a folder of its own. */
export async function startPostgres(): Promise<QueueServer> {
  const bin = findPostgres()!;
  const folder = mkdtempSync(join(tmpdir(), 'visuals-postgres-'));
  const user = process.getuid?.() === 0 ? { uid: idOf('postgres', 'u'), gid: idOf('postgres', 'g') } : {};
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const { status, stderr } = spawnSync(join(bin, 'initdb'), ['-D', data, '-U', 'visuals', '--auth', 'trust', '--no-sync'], {
    ...user,
    encoding: 'utf8',
    cwd: folder,
  });
  if (status !== 0) throw new Error(stderr);
  const port = await findFreePort();
  const child = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await untilSays(child, 'ready to accept connections');
  return {
    url: `postgres://visuals@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await end(child, 'SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian keeps the server's programs apart, by version. */
function findPostgres(): string | undefined {
  ensureProgram('postgresql');
  const root = '/usr/lib/postgresql';
  try {
    const version = readdirSync(root).toSorted((a, b) => Number(b) - Number(a))[0];
    return version === undefined ? undefined : join(root, version, 'bin');
  } catch {
    return undefined;
  }
}

function idOf(user: string, sort: 'u' | 'g'): number {
  return Number(spawnSync('id', [`-${sort}`, user], { encoding: 'utf8' }).stdout);
}

function untilSays(child: ChildProcess, words: string): Promise<void> {
  const stream = child.stdout ?? child.stderr!;
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes(words)) resolve();
    });
    child.on('exit', () => reject(new Error(`the server ended: ${text}`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}
