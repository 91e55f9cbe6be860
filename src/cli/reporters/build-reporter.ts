import type { Diagnostic } from '../../model/diagnostic.ts';
import type { EventSink } from '../../model/event.ts';
import type { BuildReport } from '../../model/report.ts';

/** How a build ended, for the one who tells it. */
export interface BuildEnding {
  /** Absent when the build could not begin or was stopped. */
  readonly report?: BuildReport;
  readonly diagnostics: readonly Diagnostic[];
  readonly exit: number;
  /** From the command's start. */
  readonly milliseconds: number;
}

/** Tells a build: what happens, as it happens, and how it ended. */
export interface BuildReporter {
  readonly onEvent: EventSink;
  end(ending: BuildEnding): void | Promise<void>;
}
