import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './debian-packages.ts';
import type { Host } from './host-network.ts';
import { findFreePort, loopback } from './nginx-server.ts';

/** A queue server on a free port. */
export interface QueueServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where a server runs. */
type QueueHost = Pick<Host, 'address' | 'within'>;

/** A server that a fleet can work over. */
export interface QueueServerSort {
  readonly server: 'Redis' | 'Valkey' | 'PostgreSQL';
  /** Whether it can be run here. */
  readonly has: () => boolean;
  /** Starts one that keeps nothing; default on this machine, on loopback. */
  readonly start: (host?: QueueHost) => Promise<QueueServer>;
}

/** Whether redis-server can be run here. */
export const hasRedis = (): boolean => ensureProgram('redis');

/** Starts a Redis that keeps nothing. */
export const startRedis = (): Promise<QueueServer> => startKeyServer('redis-server');

/** All servers that a fleet can work over. */
export const queueServers: readonly QueueServerSort[] = [
  { server: 'Redis', has: hasRedis, start: (host) => startKeyServer('redis-server', host) },
  { server: 'Valkey', has: () => ensureProgram('valkey'), start: (host) => startKeyServer('valkey-server', host) },
  { server: 'PostgreSQL', has: () => findPostgres() !== undefined, start: startPostgres },
];

/** The server that a long proof is run over: VISUALS_QUEUE names one, else it is Redis. */
export function chooseQueueServer(): QueueServerSort {
  const name = process.env['VISUALS_QUEUE'] ?? 'Redis';
  const chosen = queueServers.find(({ server }) => server === name);
  if (chosen === undefined) throw new Error(`VISUALS_QUEUE is one of ${queueServers.map(({ server }) => server).join(', ')}, not ${name}`);
  return chosen;
}

/** Valkey takes the words that Redis took when it came off it. */
async function startKeyServer(command: 'redis-server' | 'valkey-server', { address, within }: QueueHost = loopback): Promise<QueueServer> {
  const port = await findFreePort();
  const settings = ['--port', String(port), '--bind', address, '--protected-mode', 'no', '--save', '', '--appendonly', 'no'];
  const [program, ...words] = [...within, command, ...settings];
  const child = spawn(program!, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await untilSays(child, 'Ready to accept connections');
  return { url: `redis://${address}:${port}`, stop: () => end(child) };
}

/** Starts a PostgreSQL in a folder of its own. It refuses to run as root, who lends it to nobody. */
async function startPostgres({ address, within }: QueueHost = loopback): Promise<QueueServer> {
  const bin = findPostgres()!;
  const folder = mkdtempSync(join(tmpdir(), 'visuals-postgres-'));
  const become = process.getuid?.() === 0 ? ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--clear-groups'] : [];
  chmodSync(folder, 0o777);
  const data = join(folder, 'data');
  const run = (words: readonly string[]): ChildProcess => spawn(words[0]!, words.slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  await succeed(run([...become, join(bin, 'initdb'), '-D', data, '-U', 'visuals', '--auth', 'trust', '--no-sync']));
  // Of other hosts, those of a network between namespaces.
  appendFileSync(join(data, 'pg_hba.conf'), 'host all all 10.231.0.0/16 trust\n');
  const port = await findFreePort();
  const child = run([...within, ...become, join(bin, 'postgres'), '-D', data, '-p', String(port), '-h', address, '-k', folder, '-F']);
  await untilSays(child, 'ready to accept connections');
  return {
    url: `postgres://visuals@${address}:${port}/postgres`,
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

async function succeed(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr!.on('data', (data: Buffer) => (said += data.toString()));
  const exit = await new Promise((resolve) => child.once('close', resolve));
  if (exit !== 0) throw new Error(said);
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
