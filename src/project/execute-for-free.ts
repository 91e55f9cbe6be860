import type { CellViewer } from '../engine/create-run.ts';
import { executePlan } from '../engine/execute-plan.ts';
import type { Execution } from '../engine/execute-plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Plan } from '../model/plan.ts';
import type { ProjectOptions } from '../model/report.ts';
import type { LoadedProject } from './load-project.ts';
import { openPaidArt, openTreasury } from './open-paid-art.ts';
import type { Workspace } from './workspace.ts';

/** What is to be made, and who hears of problems. */
export interface FreeExecution extends Pick<ProjectOptions, 'onEvent' | 'signal'> {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly plan: Plan;
  readonly jobs?: number;
  /** Sees the pixels of cells as they are finished. */
  readonly viewer?: CellViewer;
  readonly onDiagnostic: (diagnostic: Diagnostic) => void;
}

/** Makes the pictures of a plan that nobody publishes: what is bought is used, what is not is a labelled stand-in, and nobody is paid. */
export async function executeForFree({ workspace, project, plan, jobs, viewer, onEvent, signal, onDiagnostic }: FreeExecution): Promise<Execution> {
  const { index, store, host } = workspace;
  const emit: NonNullable<ProjectOptions['onEvent']> = (event) => {
    if (event.type === 'diagnostic') onDiagnostic(event.diagnostic);
    else onEvent?.(event);
  };
  const { paid } = await openPaidArt({
    project,
    treasury: openTreasury(host.root),
    host,
    options: { draft: true },
    wanted: { pictures: 0, low: 0, high: 0, known: true },
    cap: undefined,
    alone: false,
    signal: signal ?? new AbortController().signal,
    emit,
  });
  const more = { ...(viewer && { viewer }), ...(signal && { signal }) };
  return executePlan({ plan, tools: project.tools, index, store, paid, clock: host.clock, jobs: jobs ?? host.parallelism, onEvent: emit, ...more });
}
