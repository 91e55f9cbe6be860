import { SendError } from '../spec/generator.ts';

const newline = 0x0a;

/** The longest line that is believed: ten pictures of the largest size, as base64. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Cuts a stream of bytes into its lines, without their ends; empty ones are left out. Only one line at a time is held. A last line without an end is given too: whether it is
 * whole shows when it is read.
 * @throws SendError for a line that nobody could mean
 */
export async function* splitLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      pieces.push(chunk.subarray(from, at));
      if (size + at - from > 0) yield Buffer.concat(pieces);
      [pieces, size, from] = [[], 0, at + 1];
    }
    if (from < chunk.length) pieces.push(chunk.slice(from));
    size += chunk.length - from;
    if (size > mostBytes) throw new SendError({ phase: 'body', explained: false, message: `a line of more than ${mostBytes / 1024 / 1024} MB` });
  }
  if (size > 0) yield Buffer.concat(pieces);
}
