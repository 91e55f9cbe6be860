import type { Diagnostic } from '../model/diagnostic.ts';
import type { LoadedProject } from '../project/load-project.ts';
import type { Sharing } from '../project/open-sharing.ts';
import type { Workspace } from '../project/workspace.ts';
import type { ProjectSurvey } from './survey-project.ts';

/** What a worker works with. */
export interface WorkerBench {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly survey: ProjectSurvey;
  readonly sharing: Sharing;
  /** Name of this clone. */
  readonly self: string;
  readonly jobs: number;
  readonly tell: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal;
  /** Ends the worker because it was handed another version's work. */
  readonly refuse: (wanted: string) => void;
}
