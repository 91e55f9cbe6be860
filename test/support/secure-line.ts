import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A TLS line to a server on loopback, by which other hosts reach it. */
export interface SecureLine {
  readonly url: string;
  /** Path of the certificate that clients have to trust. */
  readonly certificate: string;
}

/** Lays a line that ends at an address of this machine; it goes when the test ends. */
export async function laySecureLine(target: string, address: string): Promise<SecureLine> {
  const { certificate, key } = createCertificate(address);
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    client.on('close', () => upstream.destroy());
    // What was answered in full may still be on its way to a client far off.
    upstream.on('close', (hasFailed) => (hasFailed ? client.destroy() : client.end()));
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `https://${address}:${(server.address() as AddressInfo).port}`, certificate };
}

function createCertificate(address: string): { readonly certificate: string; readonly key: string } {
  const folder = createTemporaryFolder();
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
  const names = ['-subj', '/CN=provider', '-addext', `subjectAltName=IP:${address}`];
  const { status, stderr } = spawnSync('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', certificate], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { certificate, key };
}
