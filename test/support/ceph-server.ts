import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './debian-packages.ts';
import { findFreePort, waitUntilAnswered } from './nginx-server.ts';

/** Whether Ceph can be run here. */
export function hasCeph(): boolean {
  return ensureProgram('ceph');
}

/** A real server that speaks S3, with signatures: Ceph's, with one disk in memory. */
export interface CephServer {
  readonly endpoint: string;
  /** What the library of S3 reads from the environment. */
  readonly credentials: { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };
  /** Lets a bucket hold so many objects; undefined lifts the limit. */
  limitBucket(bucket: string, objects: number | undefined): void;
  stop(): Promise<void>;
}

const cluster = '6e7f3a3e-5d4c-4c36-9d4b-0a1b2c3d4e5f';
const disk = '11111111-2222-4333-8444-555555555555';
const credentials = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret-of-a-test' } as const;

/** Starts a monitor, a disk and a gateway on free ports; takes about 15 seconds. */
export async function startCeph(): Promise<CephServer> {
  const home = mkdtempSync(join(tmpdir(), 'visuals-ceph-'));
  const [monitor, gateway] = [await findFreePort(), await findFreePort()];
  for (const folder of ['mon', 'osd', 'rgw']) mkdirSync(join(home, folder));
  writeFileSync(join(home, 'keyring'), '');
  const config = join(home, 'ceph.conf');
  writeFileSync(config, formatConfig(home, monitor, gateway));
  const children: ChildProcess[] = [];
  const start = (command: string, words: readonly string[]): void => void children.push(spawn(command, [...words, '-c', config, '-f'], { stdio: 'ignore' }));
  run('monmaptool', ['--create', '--add', 'a', `127.0.0.1:${monitor}`, '--fsid', cluster, join(home, 'monmap')]);
  run('ceph-mon', ['--mkfs', '-i', 'a', '--monmap', join(home, 'monmap'), '-c', config]);
  start('ceph-mon', ['-i', 'a']);
  run('ceph', ['-c', config, 'osd', 'new', disk]);
  run('ceph-osd', ['-i', '0', '--mkfs', '--osd-uuid', disk, '-c', config]);
  start('ceph-osd', ['-i', '0']);
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = credentials;
  run('radosgw-admin', ['-c', config, 'user', 'create', '--uid', 'team', '--display-name', 'team', '--access-key', id, '--secret-key', secret]);
  start('radosgw', ['-n', 'client.rgw']);
  const endpoint = `http://127.0.0.1:${gateway}`;
  await waitUntilAnswered(endpoint, 60);
  return {
    endpoint,
    credentials,
    limitBucket: (bucket, objects) => {
      const quota = (...words: readonly string[]): void =>
        run('radosgw-admin', ['-c', config, 'quota', ...words, '--quota-scope', 'bucket', '--uid', 'team', '--bucket', bucket]);
      if (objects === undefined) return quota('disable');
      quota('set', '--max-objects', String(objects));
      quota('enable');
    },
    stop: async () => {
      const ended = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
      // Nothing of it is kept, so nothing has to be closed.
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function run(command: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
}

function formatConfig(home: string, monitor: number, gateway: number): string {
  return `[global]
fsid = ${cluster}
mon host = 127.0.0.1:${monitor}
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
public addr = 127.0.0.1
cluster addr = 127.0.0.1
mon data = ${home}/mon
osd data = ${home}/osd
osd objectstore = memstore
memstore device bytes = 536870912
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon max pg per osd = 1000
osd crush chooseleaf type = 0
admin socket = ${home}/$name.asok
pid file = ${home}/$name.pid
log file = ${home}/$name.log
keyring = ${home}/keyring
run dir = ${home}
crash dir = ${home}
rgw frontends = beast endpoint=127.0.0.1:${gateway}
rgw enable apis = s3
rgw data = ${home}/rgw
rgw run sync thread = false
rgw thread pool size = 64
`;
}
