import { defineDiagnostic, exitCode } from './define.ts';

export const shardUnreadable = defineDiagnostic<{ readonly path: string; readonly problem: string }>(
  {
    code: 'SHARD_UNREADABLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A folder that `visuals merge` was given is none that `visuals build --shard` has finished: there is no `shard.json` in it, or it is damaged. A shard that was stopped leaves no `shard.json`. ' +
      'GitHub leaves hidden folders out of artifacts: write shards with `--out` to a folder without a leading dot.',
  },
  ({ path, problem }) => ({
    message: `"${path}" ${problem}`,
    fix: 'Name folders that `visuals build --shard i/n` wrote, or a folder that holds them; build the shard again when it was stopped.',
  }),
);

export const shardMissing = defineDiagnostic<{ readonly missing: readonly number[]; readonly of: number }>(
  {
    code: 'SHARD_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'Only all shards of a build together are all of its pictures. Some were not given to `visuals merge`, so nothing was published: the job of a shard failed before its end, or its folder was not passed on.',
  },
  ({ missing, of }) => ({
    message: `${missing.map((shard) => `shard ${shard}/${of}`).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; nothing was published`,
    fix: `Run \`visuals build --shard ${missing[0]}/${of}\` again and merge its folder with the others.`,
  }),
);

export const shardMismatch = defineDiagnostic<{ readonly shard: number; readonly of: number; readonly difference: string }>(
  {
    code: 'SHARD_MISMATCH',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Shards that are merged were not split from the same build. All of them, and the merge, need the same commit, the same number of shards, the same version of Node where templates format numbers, ' +
      'and the same `.visuals/durations`, by which the work is balanced: give every job the same cache, or none. Between shards in one clone nothing else may write to the lock, such as `pick`, `approve` or a pull: ' +
      'what is still to be bought decides who makes what.',
  },
  ({ shard, of, difference }) => ({
    message: `shard ${shard}/${of} ${difference}`,
    fix: 'Build all shards from one commit and one restored cache, and merge them on that commit.',
  }),
);

export const shardConflict = defineDiagnostic<{ readonly task: string; readonly shards: readonly number[] }>(
  {
    code: 'SHARD_CONFLICT',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'Two shards made the same thing from the same inputs, and the bytes differ. One of the machines draws differently, or its results were changed on their way. Nothing was published.',
  },
  ({ task, shards }) => ({
    message: `shards ${shards.join(' and ')} give different bytes for ${task}`,
    fix: 'Compare the machines: the same Node, the same `npm ci`, sound disks. Then build both shards again.',
  }),
);

export const shardDamaged = defineDiagnostic<{ readonly shard: number; readonly of: number; readonly what: string }>(
  {
    code: 'SHARD_DAMAGED',
    severity: 'error',
    exit: exitCode.storage,
    explain: 'A file of a shard is gone, or its bytes are not those that the shard names. It was changed or cut on its way. Nothing was published.',
  },
  ({ shard, of, what }) => ({ message: `shard ${shard}/${of}: ${what} is gone or damaged`, fix: 'Pass the folder on once more, or build the shard again.' }),
);

export const shardUnused = defineDiagnostic<{ readonly cells: number }>(
  {
    code: 'SHARD_UNUSED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Pictures that shards had made were made once more while merging, because the results have other keys here: another version of the tool, the renderer or the encoder is installed, or an art file differs. The pictures are right, and the work was done twice.',
  },
  ({ cells }) => ({
    message: `${cells} ${cells === 1 ? 'picture was' : 'pictures were'} made once more: what the shards made has other keys`,
    fix: 'Run shards and merge with the same `npm ci` on the same commit.',
  }),
);

export const shardFolderTaken = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'SHARD_FOLDER_TAKEN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A shard writes its results into a folder of its own. The folder that was named holds files which no shard has written, and nothing of them is touched.',
  },
  ({ path }) => ({ message: `"${path}" holds other files`, fix: 'Name an empty folder, or one that does not exist yet.' }),
);
