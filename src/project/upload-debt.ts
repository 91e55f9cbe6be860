import { existsSync, rmSync } from 'node:fs';
import type { Upload, UploadQueue } from '../sharing/create-upload-queue.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { Workspace } from './workspace.ts';

/** The note that something made here may not have come to the shared store. It says no more than that: whoever sends it asks the store for everything, and few builds are killed. */
export interface UploadDebt {
  /** Whether an earlier build left it: it could not send all, or was killed before it had. */
  readonly isOld: boolean;
  /** Leaves the note; where it lies already, nothing is written. */
  note(): void;
  settle(): void;
}

/** Looks for the note of an earlier build. Where nothing can be written, nothing is kept that could be sent later. */
export function openUploadDebt({ paths, writable }: Pick<Workspace, 'paths' | 'writable'>): UploadDebt {
  const isOld = existsSync(paths.unsent);
  let isNoted = isOld || !writable;
  return {
    isOld,
    note: () => {
      if (isNoted) return;
      writeFileAtomic(paths.unsent, '');
      isNoted = true;
    },
    settle: () => {
      rmSync(paths.unsent, { force: true });
      isNoted = !writable;
    },
  };
}

/** A queue before whose first upload the note is left: whatever becomes of this process, a later one knows. */
export function noteUploads(uploads: UploadQueue, debt: UploadDebt): UploadQueue {
  return {
    ...uploads,
    add: (upload: Upload) => {
      debt.note();
      uploads.add(upload);
    },
    offer: (upload: Upload) => {
      debt.note();
      return uploads.offer(upload);
    },
  };
}
