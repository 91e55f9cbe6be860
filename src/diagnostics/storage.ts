import { defineDiagnostic, exitCode } from './define.ts';

export const refMissing = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'REF_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A file that the project names does not exist. Paths are relative to the folder of the config file and use forward slashes. Names are taken letter by letter, also on systems that do not tell A from a.',
  },
  ({ path }) => ({ message: `"${path}" does not exist`, fix: 'Add the file, or correct the path where it is named.', subject: { written: [path] } }),
);

export const inputUnreadable = defineDiagnostic<{ readonly path: string; readonly cause: string }>(
  {
    code: 'INPUT_UNREADABLE',
    severity: 'error',
    exit: exitCode.someFailed,
    explain: 'A file that the project names exists but can not be read: it is a folder, or the account that builds has no permission.',
  },
  ({ path, cause }) => ({
    message: cause === 'EISDIR' ? `"${path}" is a folder, and a file is wanted` : `"${path}" can not be read (${cause})`,
    fix: cause === 'EISDIR' ? 'Name the file in it, or move the folder away.' : 'Give the account that builds permission to read it.',
    subject: { written: [path] },
  }),
);

export const inputTooLarge = defineDiagnostic<{ readonly path: string; readonly bytes: number; readonly most: number }>(
  {
    code: 'INPUT_TOO_LARGE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A file is larger than what `visuals` reads at once. The limit protects a build from a file that was named by mistake, such as a video or a database dump.',
  },
  ({ path, bytes, most }) => ({
    message: `"${path}" has ${bytes} bytes; the limit is ${most}`,
    fix: 'Name a smaller file: split copy by locale or topic, scale pictures down to what their largest cell shows.',
    subject: { written: [path] },
  }),
);

export const inputChanged = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'INPUT_CHANGED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A file was edited while the build that read it was running. The pictures of this build show the file as it was when it was read, and are stored under the key of those bytes. The next build takes the new bytes.',
  },
  ({ path }) => ({ message: `"${path}" changed during the build`, fix: 'Run `visuals build` again to take the change in.' }),
);

export const pathEscape = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'PATH_ESCAPE',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'A path leads out of the project, by `..`, by being absolute, or through a symbolic link. `visuals` reads and writes inside the project alone.',
  },
  ({ path }) => ({
    message: `"${path}" leads out of the project`,
    fix: 'Name a path inside the project, and replace the symbolic link by a real folder.',
    subject: { written: [path] },
  }),
);

export const pathTooLong = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'PATH_TOO_LONG',
    severity: 'error',
    exit: exitCode.storage,
    explain: 'The file system refuses a name of this length. Output names are made of asset, size, locale and variants.',
  },
  ({ path }) => ({
    message: `"${path}" is longer than this file system allows`,
    fix: 'Shorten the asset id or the variant names, or move the project to a shorter path.',
  }),
);

export const outputForeign = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'OUTPUT_FOREIGN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Where an output is to be written lies a file with other content, which no manifest of `visuals` names. It may be work of yours, so it is not overwritten. Nothing else in the output folder is ever touched.',
  },
  ({ path }) => ({
    message: `"${path}" exists and was not made by visuals`,
    fix: 'Move the file away, choose another output folder, or run `visuals build --adopt` to overwrite it.',
  }),
);

export const diskFull = defineDiagnostic<{ readonly path: string; readonly needed?: number; readonly free?: number }>(
  {
    code: 'DISK_FULL',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The disk, the quota or the number of files is exhausted. What was finished before is kept; nothing half-written remains under its final name. ' +
      'Before a picture is bought, 28/3 bytes a pixel and at least 8 MiB are asked for, per expected picture: the raw answer and the picture both have to fit. ' +
      'An answer that was paid for and no longer fits goes to a folder `visuals-rescue-…` in $TMPDIR or at home, and the next build takes it over from there.',
  },
  ({ path, needed, free }) =>
    needed === undefined
      ? {
          message: `no space left while writing "${path}"`,
          fix: 'Free some space (`.visuals/` may be deleted at any time) and run the build again.',
        }
      : {
          message: `${formatMegabytes(free ?? 0)} are free for "${path}" where a paid answer may need ${formatMegabytes(needed)}; nothing was bought`,
          fix: 'Free some space (`.visuals/` may be deleted at any time) and run the build again.',
        },
);

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export const storageIo = defineDiagnostic<{ readonly path: string; readonly cause: string; readonly step?: 'reading' | 'writing' }>(
  {
    code: 'STORAGE_IO',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The file system failed while `visuals` wrote, flushed or read a file of its own. What was to be written was not recorded, so that a later build makes it again; what could not be read is left as it is.',
  },
  ({ path, cause, step = 'writing' }) => ({
    message: `${step} "${path}" failed (${cause})`,
    fix: adviseOnFailure(cause, step),
  }),
);

function adviseOnFailure(cause: string, step: 'reading' | 'writing'): string {
  if (cause === 'EACCES' || cause === 'EPERM') return `Give the account that builds permission for ${step} there, then run the build again.`;
  if (cause === 'EROFS') return 'Choose a folder on a disk that can be written, then run the build again.';
  if (cause === 'EEXIST' || cause === 'ENOTDIR' || cause === 'EISDIR')
    return 'A file lies where a folder is needed, or a folder where a file is: move it away, then run the build again.';
  return 'Check the disk and its permissions, then run the build again.';
}

export const cacheReadonly = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'CACHE_READONLY',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The folder `.visuals/` can not be written. Free work goes on without a cache, so every build makes everything again. Nothing is bought in this state.',
  },
  ({ path }) => ({
    message: `"${path}" can not be written; building without a cache`,
    fix: 'Give the account that builds permission to write the folder, or move a file of that name away.',
  }),
);

export const cacheCorrupt = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'CACHE_CORRUPT',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A stored result no longer matches its digest: the disk or another program changed it. It was set aside with the ending `.bad` and is made again. A build reads only what it needs: `visuals cache verify --repair` reads everything, fetches what is damaged from the shared store where the project has one, and removes what was set aside.',
  },
  ({ path }) => ({
    message: `"${path}" does not match its digest and was set aside`,
    fix: 'It is made again. `visuals cache verify --repair` looks through the rest and removes what is damaged; if it comes back, check the disk.',
  }),
);

export const outputLost = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'OUTPUT_LOST',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The manifest names a file that is neither in the output folder nor in the cache, and this build did not make it: it belongs to a cell that failed or was not asked for. Usually `.visuals/` and some outputs were deleted together.',
  },
  ({ path }) => ({ message: `"${path}" is gone, and so are its bytes in the cache`, fix: 'Run `visuals build` without a selection, and mend what fails.' }),
);

export const locked = defineDiagnostic<{ readonly pid: number; readonly host: string; readonly since: string }>(
  {
    code: 'LOCKED',
    severity: 'error',
    exit: exitCode.locked,
    explain:
      'Another build of this project is running. Two builds never write at the same time: the second waits, and gives up after the time of `--wait`. The lock of a build that was killed is taken over by itself.',
  },
  ({ pid, host, since }) => ({
    message: `another build is running (process ${pid} on ${host}, since ${since})`,
    fix: 'Wait for it, raise `--wait`, or run `visuals unlock` when that process is gone.',
  }),
);

export const schemaNewer = defineDiagnostic<{ readonly path: string; readonly needs: string }>(
  {
    code: 'SCHEMA_NEWER',
    severity: 'warning',
    exit: exitCode.ok,
    explain: 'The stored state was written by a newer version of `visuals`. It is left as it is; this version builds without it.',
  },
  ({ path, needs }) => ({ message: `"${path}" was written by a newer visuals (schema ${needs})`, fix: 'Update visuals in this project.' }),
);
