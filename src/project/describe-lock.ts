import { formatCanonical } from '../keys/canonical.ts';
import type { LockLine, PictureLine } from '../lock/lock-file.ts';
import type { Digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import { addTo } from '../model/group-by.ts';

/**
 * What a lock says of the art of some assets, in a form that can be compared: how often it was asked for again and of which models, the pictures of its requests, which of
 * them was chosen, and what is told of their bytes.
 */
export type LockDescriber = (assets: readonly { readonly id: string }[], requests: readonly Digest[]) => readonly string[];

/** Sorts a lock's lines by what they speak of, so that each is looked at once, however many assets there are. */
export function createLockDescriber(lines: readonly LockLine[]): LockDescriber {
  let sorted: Sorted | undefined;
  return (assets, requests) => {
    const { moves, keyed, pictures } = (sorted ??= sortLines(lines));
    return [
      ...assets.flatMap(({ id }) => moves.get(id) ?? []).map(describeLine),
      // What is told of bytes is what the last line says of them, whichever request that is of.
      ...requests.flatMap((key) => keyed.get(key) ?? []).flatMap((line) => [describeLine(line), describeLine(pictures.get(line.digest) ?? line)]),
    ];
  };
}

type MoveLine = Extract<LockLine, { readonly type: 'take' | 'swap' }>;
type KeyedLine = Extract<LockLine, { readonly type: 'picture' | 'choice' }>;

interface Sorted {
  /** Asset → what moves its art to other requests. */
  readonly moves: ReadonlyMap<string, readonly MoveLine[]>;
  readonly keyed: ReadonlyMap<Digest, readonly KeyedLine[]>;
  /** By their bytes. */
  readonly pictures: ReadonlyMap<Digest, PictureLine>;
}

function sortLines(lines: readonly LockLine[]): Sorted {
  const moves = new Map<string, MoveLine[]>();
  const keyed = new Map<Digest, KeyedLine[]>();
  const pictures = new Map<Digest, PictureLine>();
  for (const line of lines) {
    if (line.type === 'take' || line.type === 'swap') addTo(moves, line.art.slice(0, line.art.indexOf('/')), line);
    if (line.type === 'picture' || line.type === 'choice') addTo(keyed, line.key, line);
    if (line.type === 'picture') pictures.set(line.digest, line);
  }
  return { moves, keyed, pictures };
}

/** Nothing that is built tells of the record, which is long. */
function describeLine(line: LockLine): string {
  return formatCanonical((line.type === 'picture' ? { ...line, record: null } : line) as unknown as Json);
}
