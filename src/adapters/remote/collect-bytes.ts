import { RemoteError } from '../../spec/remote-store.ts';
import type { Deadline } from './run-within.ts';

/** The most bytes that are taken from a server, so that a wrong one does not fill the memory. */
const mostBytes = 256 * 1024 * 1024;

/** All bytes of an answer that has begun. Each part has to come in the time of a first one: an answer that stands still is not waited for to its end. @throws RemoteError */
export async function collectBytes(answer: AsyncIterable<Uint8Array>, { expect }: Deadline): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  expect();
  for await (const part of answer) {
    expect();
    size += part.byteLength;
    if (size > mostBytes) throw new RemoteError('failed', `the answer is longer than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}
