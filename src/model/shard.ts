import type { Digest } from './digest.ts';

/** Which part of a build: the second of three is `{ shard: 2, of: 3 }`. */
export interface ShardNumber {
  /** Counted from 1. */
  readonly shard: number;
  readonly of: number;
}

/** What `shard.json` says of a finished shard. It is written last: a folder without it is no shard. */
export interface ShardPaper extends ShardNumber {
  readonly version: 1;
  /** Of the plan of the whole build. */
  readonly plan: Digest;
  /** Of the assignment of all cells to shards. */
  readonly split: Digest;
  /** Cells that fell to this shard. */
  readonly cells: readonly string[];
}
