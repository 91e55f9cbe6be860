import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shardMismatch, shardMissing, shardUnreadable } from '../diagnostics/shard.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import { isDigest } from '../model/digest.ts';
import type { ShardPaper } from '../model/shard.ts';
import { locateShard } from './shard-paths.ts';
import type { ShardPaths } from './shard-paths.ts';

/** A finished shard in its folder. */
export interface FoundShard {
  /** Absolute. */
  readonly folder: string;
  readonly paper: ShardPaper;
  readonly paths: ShardPaths;
}

/**
 * Finds shards and makes sure that they are all of one build.
 * @param places folders of shards or folders that hold them, relative to the root
 * @param plan digest of the plan that is built here
 * @throws VisualsError `SHARD_UNREADABLE`, `SHARD_MISMATCH`, `SHARD_MISSING`
 */
export function readShards(places: readonly string[], root: string, plan: Digest): readonly FoundShard[] {
  const problems: Diagnostic[] = [];
  const shards = places.flatMap((place) => readPlace(place, root, problems));
  refuse(problems);
  refuse(findMismatches(shards, plan));
  const { of } = shards[0]!.paper;
  const numbers = new Set(shards.map(({ paper }) => paper.shard));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter((shard) => !numbers.has(shard));
  refuse(missing.length === 0 ? [] : [shardMissing({ missing, of })]);
  return shards.toSorted((a, b) => a.paper.shard - b.paper.shard);
}

function refuse(problems: readonly Diagnostic[]): void {
  if (problems.length > 0) throw new VisualsError(problems);
}

/** The folder itself, or those in it that are shards: so do the artifacts of a build server arrive. */
function readPlace(place: string, root: string, problems: Diagnostic[]): readonly FoundShard[] {
  const folder = resolve(root, place);
  const folders = existsSync(locateShard(folder).paper) ? [folder] : listFolders(folder).filter((each) => existsSync(locateShard(each).paper));
  if (folders.length === 0) problems.push(shardUnreadable({ path: place, problem: 'holds no finished shard' }));
  return folders.flatMap((each) => {
    const paper = readPaper(locateShard(each).paper);
    if (paper === undefined) problems.push(shardUnreadable({ path: place, problem: 'holds a damaged shard.json' }));
    return paper === undefined ? [] : [{ folder: each, paper, paths: locateShard(each) }];
  });
}

function listFolders(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => join(folder, name)).toSorted(compareCodeUnits);
}

function readPaper(path: string): ShardPaper | undefined {
  try {
    const paper = JSON.parse(readFileSync(path, 'utf8')) as ShardPaper;
    return isPaper(paper) ? paper : undefined;
  } catch {
    return undefined;
  }
}

function isPaper({ version, shard, of, plan, split, cells }: ShardPaper): boolean {
  const isNumbered = Number.isInteger(shard) && Number.isInteger(of) && shard >= 1 && shard <= of;
  const isNamed = [plan, split].every((each) => typeof each === 'string' && isDigest(each));
  return version === 1 && isNumbered && isNamed && Array.isArray(cells) && cells.every((cell) => typeof cell === 'string');
}

/** Each shard beside this project and beside the first one. */
function findMismatches(shards: readonly FoundShard[], plan: Digest): readonly Diagnostic[] {
  const first = shards[0]!.paper;
  return shards.flatMap(({ paper }) => {
    const { shard, of } = paper;
    if (of !== first.of) return [shardMismatch({ shard, of, difference: `is one of ${of}, and shard ${first.shard} one of ${first.of}` })];
    if (paper.plan !== plan) return [shardMismatch({ shard, of, difference: 'was built from other sources than lie here' })];
    return paper.split === first.split
      ? []
      : [shardMismatch({ shard, of, difference: `was split by other durations, or beside another lock, than shard ${first.shard}` })];
  });
}
