import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a real server that breaks after a while. */
export interface FaultyLine {
  readonly url: string;
  /** Whether it broke. */
  isBroken(): boolean;
}

/** How a line breaks. */
export interface LineFault {
  /** Bytes that come through, over all connections. */
  readonly after: number;
  /** Whose bytes are counted. */
  readonly from: 'client' | 'server';
  /** `hangs`: everything stays open, and nothing moves. `cuts`: every connection is closed, old and new. */
  readonly end: 'hangs' | 'cuts';
}

/** Lays a line to a server; it goes when the test ends. */
export async function layFaultyLine(target: string, fault: LineFault): Promise<FaultyLine> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let left = fault.after;
  const breakDown = (): void => {
    for (const socket of sockets) if (fault.end === 'cuts') socket.destroy();
  };
  const pass = (source: Socket, sink: Socket, isCounted: boolean): void => {
    source.on('data', (bytes: Buffer) => {
      if (left <= 0) return;
      sink.write(isCounted ? bytes.subarray(0, left) : bytes, () => left <= 0 && breakDown());
      if (isCounted) left -= bytes.byteLength;
    });
    source.on('close', () => left > 0 && sink.destroy());
  };
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    pass(client, upstream, fault.from === 'client');
    pass(upstream, client, fault.from === 'server');
    if (left <= 0) breakDown();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, isBroken: () => left <= 0 };
}
