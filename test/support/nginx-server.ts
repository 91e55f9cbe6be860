import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureProgram } from './debian-packages.ts';
import type { Host } from './host-network.ts';

/** Whether nginx can be run here. */
export function hasNginx(): boolean {
  return ensureProgram('nginx');
}

/** This machine, where nobody else hears what is said. */
export const loopback = { address: '127.0.0.1', within: [] } as const;

/** A real nginx that takes PUT. */
export interface NginxServer {
  readonly url: string;
  /** What it keeps, as files. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** How it is set up. */
export interface NginxOptions {
  /** Lines for the server's only location, such as rules on who may write. Its zone `uploads` is for `limit_req`, and lets one more PUT through a minute. */
  readonly rules?: string;
  /** What it keeps; default a folder of its own, which is removed when it stops. */
  readonly folder?: string;
  /** Where it runs; default this machine, on loopback. */
  readonly host?: Pick<Host, 'address' | 'within'>;
}

/** Starts nginx with WebDAV on a free port; it answers when this returns. */
export async function startNginx({ rules = '', folder: kept, host = loopback }: NginxOptions = {}): Promise<NginxServer> {
  const home = mkdtempSync(join(tmpdir(), 'visuals-nginx-'));
  const folder = kept ?? join(home, 'files');
  mkdirSync(folder, { recursive: true });
  // Its workers run as somebody else than root.
  for (const each of [home, folder]) chmodSync(each, 0o777);
  const port = await findFreePort();
  writeFileSync(join(home, 'nginx.conf'), formatConfig({ home, port, rules, folder, host }));
  const [program, ...words] = [...host.within, 'nginx', '-p', home, '-c', 'nginx.conf', '-e', 'error.log', '-g', 'daemon off;'];
  const child = spawn(program, words, { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://${host.address}:${port}`;
  await waitUntilAnswered(url);
  return {
    url,
    folder,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks until there is an answer, whatever it is. */
export async function waitUntilAnswered(url: string, seconds = 30): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
    try {
      await fetch(url);
      return;
    } catch {
      // Not yet.
    }
  }
  throw new Error(`nothing answers at ${url}`);
}

interface ServerPlace extends Required<NginxOptions> {
  readonly home: string;
  readonly port: number;
}

function formatConfig({ home, port, rules, folder, host }: ServerPlace): string {
  const modules = spawnSync('nginx', ['-V'], { encoding: 'utf8' }).stderr;
  if (!modules.includes('http_dav_module')) throw new Error('this nginx has no WebDAV');
  return `
worker_processes 1;
pid nginx.pid;
events { worker_connections 512; }
http {
  access_log off;
  map $request_method $upload { PUT 1; default ""; }
  limit_req_zone $upload zone=uploads:64k rate=1r/m;
  client_body_temp_path ${home}/body;
  proxy_temp_path ${home}/proxy; fastcgi_temp_path ${home}/fastcgi; uwsgi_temp_path ${home}/uwsgi; scgi_temp_path ${home}/scgi;
  server {
    listen ${host.address}:${port};
    root ${folder};
    client_max_body_size 64m;
    location / {
      dav_methods PUT;
      create_full_put_path on;
      dav_access user:rw group:r all:r;
      ${rules}
    }
  }
}
`;
}
