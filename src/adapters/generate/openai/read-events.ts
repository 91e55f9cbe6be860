const newline = 0x0a;

/** Takes a body in pieces, in order, and its end. */
export interface EventReader {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/**
 * Reads server-sent events as they come. Lines are put together from their pieces once, so that a picture of many megabytes on one line costs its length and no more.
 * An event whose closing blank line is missing is reported too: whether its data is whole shows when it is parsed.
 */
export function createEventReader(report: (data: string) => void): EventReader {
  let pieces: Uint8Array[] = [];
  let data: string[] = [];
  const dispatch = (): void => {
    if (data.length > 0) report(data.join('\n'));
    data = [];
  };
  const takeLine = (): void => {
    const line = Buffer.concat(pieces).toString('utf8').replace(/\r$/, '');
    pieces = [];
    if (line === '') dispatch();
    else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
  };
  return {
    push: (chunk) => {
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        pieces.push(chunk.subarray(from, at));
        takeLine();
        from = at + 1;
      }
      if (from < chunk.length) pieces.push(chunk.slice(from));
    },
    end: () => {
      if (pieces.length > 0) takeLine();
      dispatch();
    },
  };
}
