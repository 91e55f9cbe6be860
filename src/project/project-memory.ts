import { hasMoved } from '../store/has-moved.ts';
import type { Dependencies } from '../store/input-files.ts';
import type { Workspace } from './workspace.ts';

/** A part of a project, and what it follows from besides the files that it reads. */
export interface ProjectPart<Value> {
  readonly name: string;
  /** The very same values give the same part. */
  readonly given: readonly unknown[];
  readonly load: (workspace: Workspace) => Promise<Value>;
}

/** What was loaded before, part by part. */
export interface ProjectMemory {
  /** The part as it was, when nothing that it read has moved since; else it is loaded, and remembered. Either way the workspace knows what it depends on. */
  recall<Value>(part: ProjectPart<Value>, workspace: Workspace): Promise<Value>;
}

/** Loads every part every time: what a command that runs once needs. */
export const noMemory: ProjectMemory = { recall: ({ load }, workspace) => load(workspace) };

/** A memory for a session that loads the same project again and again. Files are looked at each time; what they say is believed, not what an event told. */
export function createProjectMemory(): ProjectMemory {
  const parts = new Map<string, Remembered>();
  return {
    recall: async <Value>({ name, given, load }: ProjectPart<Value>, workspace: Workspace) => {
      const known = parts.get(name);
      if (known !== undefined && isSame(known.given, given) && !hasMoved(known.dependencies, workspace.host)) {
        workspace.files.take(known.dependencies);
        return known.value as Value;
      }
      const files = workspace.files.apart();
      try {
        const value = await load({ ...workspace, files });
        parts.set(name, { given, value, dependencies: files.dependencies() });
        return value;
      } finally {
        workspace.files.take(files.dependencies());
      }
    },
  };
}

interface Remembered {
  readonly given: readonly unknown[];
  readonly value: unknown;
  readonly dependencies: Dependencies;
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}
