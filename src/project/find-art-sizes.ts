import { VisualsError } from '../model/diagnostic.ts';
import type { Size } from '../model/geometry.ts';
import type { IngestTask, Plan, Task, TransformTask } from '../model/plan.ts';
import type { LoadedProject } from './load-project.ts';
import { rememberJson } from './remember-json.ts';
import type { Workspace } from './workspace.ts';

/** Tells the size that the result of an art task has or will have. */
export type FindArtSize = (task: string) => Promise<Size>;

/**
 * Finds out how large pictures are without making any: files are looked at, generated and drawn art has the size that it is asked for. A picture whose source is not there gets the
 * size of its slot.
 */
export function createArtSizeFinder(workspace: Workspace, { tools }: LoadedProject, plan: Plan): FindArtSize {
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const known = new Map<string, Promise<Size | undefined>>();
  const find = (id: string): Promise<Size | undefined> => {
    const size = known.get(id) ?? measure(tasks.get(id)!);
    known.set(id, size);
    return size;
  };
  const measure = async (task: Task): Promise<Size | undefined> => {
    switch (task.kind) {
      case 'ingest':
        return inspectFile(task, workspace, tools);
      case 'procedural':
        return task;
      case 'generate':
        return task.request;
      case 'restore':
        return find(task.edited);
      case 'transform':
        return fitInto(task, task.fit === 'contain' ? await find(task.input) : undefined);
      default:
        throw new Error(`${task.id} makes no art`);
    }
  };
  return async (id) => (await find(id))!;
}

async function inspectFile({ path }: IngestTask, workspace: Workspace, { files, codec }: LoadedProject['tools']): Promise<Size | undefined> {
  try {
    const digest = await files.digest(path);
    return await rememberJson(workspace, {
      kind: 'art-size',
      record: { codec: codec.version, bytes: digest, name: path.replace(/^.*\./, '') },
      compute: async () => {
        const { width, height } = await codec.inspect((await files.read(path)).bytes, path);
        return { width, height };
      },
    });
  } catch (error) {
    // What is wrong with the file is told by whoever draws it.
    if (error instanceof VisualsError) return undefined;
    throw error;
  }
}

/** The largest size of the picture's own ratio inside the slot; the slot's where the ratio is not known or does not matter. */
function fitInto({ width, height }: TransformTask, own: Size | undefined): Size {
  if (own === undefined) return { width, height };
  const scale = Math.min(width / own.width, height / own.height);
  return { width: Math.max(1, Math.round(own.width * scale)), height: Math.max(1, Math.round(own.height * scale)) };
}
