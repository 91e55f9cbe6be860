import type { BuildEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';

/** Times cells while a plan is executed. */
export interface Stopwatch {
  note(event: BuildEvent): void;
  /** Cell → milliseconds from its beginning to its end, of cells that were made. */
  read(): ReadonlyMap<string, number>;
}

/** A cell's encoders pull all that is before them, so their times together are the cell's. */
export function createStopwatch({ cells }: Plan): Stopwatch {
  const cellOf = new Map(cells.flatMap(({ cell, encodes }) => encodes.map((id) => [id, cell.id] as const)));
  const times = new Map<string, number>();
  return {
    note: (event) => {
      const cell = event.type === 'task' && event.status === 'made' ? cellOf.get(event.id) : undefined;
      if (event.type === 'task' && cell !== undefined) times.set(cell, (times.get(cell) ?? 0) + event.milliseconds);
    },
    read: () => times,
  };
}
