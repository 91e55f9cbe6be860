import { effect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { studioPaths } from '../../api.ts';
import type { StudioServer } from './call-server.ts';

/** Milliseconds between two reports while a person scrolls. */
const reportTime = 250;

/** More than fit on a screen are not looked at; the server takes 2,000. */
const mostCells = 400;

/** Tells the server what is looked at, so that it is drawn first. */
export interface FocusReporter {
  /** Cells that the gallery shows. An opened cell goes before them. */
  readonly look: (cells: readonly string[]) => void;
}

/** A reporter that says nothing twice, and not more often than a person notices. */
export function createFocusReporter(server: StudioServer, opened: ReadonlySignal<string>): FocusReporter {
  let visible: readonly string[] = [];
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const report = (): void => {
    timer = undefined;
    const cells = opened.peek() === '' ? visible.slice(0, mostCells) : [opened.peek()];
    const words = cells.join('\n');
    if (words === told) return;
    told = words;
    void server.act(studioPaths.focus, { cells });
  };

  const schedule = (): void => {
    timer ??= setTimeout(report, reportTime);
  };

  effect(() => {
    void opened.value;
    // What a person opens is told at once: the next edit may follow.
    clearTimeout(timer);
    timer = undefined;
    report();
  });

  return {
    look: (cells) => {
      visible = cells;
      schedule();
    },
  };
}
