import { findWorstExit } from './diagnostics/worst-exit.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { CheckTextReport, ProjectOptions, Selection } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { findUnusedMessages } from './project/find-unused-messages.ts';
import { measureTexts } from './project/measure-texts.ts';
import { preparePlan } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import { readSnapshot } from './store/snapshot.ts';
import { locateState } from './project/state-paths.ts';

/** What {@link checkText} takes. */
export interface CheckTextOptions extends ProjectOptions, Selection {
  /** How many cells are in work at once; default twice the machine's parallelism. */
  readonly jobs?: number;
}

/**
 * Measures every text in every cell, as a compiler reads every file: missing, broken and unused messages, missing glyphs, texts that do not fit. Nothing is drawn, painted or bought, and art need not exist.
 * What was measured is remembered, so that a second run looks at what changed alone.
 */
export async function checkText(options: CheckTextOptions = {}): Promise<CheckTextReport> {
  const host = describeHost(options);
  const start = host.clock.monotonic();
  const diagnostics: Diagnostic[] = [];
  const tell = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
    options.onEvent?.({ type: 'diagnostic', diagnostic });
  };
  let [cells, measured] = [0, 0];
  try {
    const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
    workspace.warnings.forEach(tell);
    const prepared = await preparePlan(workspace, options, { signal: options.signal });
    prepared.diagnostics.forEach(tell);
    cells = prepared.plan.cells.length + prepared.failed.length;
    const found = await measureTexts(workspace, prepared, { lanes: options.jobs ?? host.parallelism * 2, ...(options.signal && { signal: options.signal }) });
    found.diagnostics.forEach(tell);
    (await findUnusedMessages(prepared)).forEach(tell);
    measured = found.measured;
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    error.diagnostics.forEach(tell);
  }
  return { exit: findWorstExit(diagnostics), cells, measured, milliseconds: host.clock.monotonic() - start, diagnostics };
}
