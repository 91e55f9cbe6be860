import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetVersion } from '../diagnostics/fleet.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { describeHost } from '../project/host.ts';
import { collectHeap } from '../project/collect-heap.ts';
import { loadProject } from '../project/load-project.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { openWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import type { JobHandler } from '../spec/job-queue.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { createJobHandler } from './handle-job.ts';
import { leaveBought } from './leave-bought.ts';
import { openFleetStore } from './open-fleet-store.ts';
import { nameBuying } from './queue-names.ts';
import { surveyProject } from './survey-project.ts';
import type { ProjectSurvey } from './survey-project.ts';
import type { WorkerBench } from './worker-bench.ts';

/** A clone that is prepared for work: what it can be asked for, and who does it. */
export interface Workshop {
  readonly offer: WorkshopOffer;
  readonly handle: JobHandler;
  close(): Promise<void>;
}

/** What a workshop listens for. */
export interface WorkshopOffer {
  readonly fingerprint: string;
  /** Queues of what may be bought; `perMinute` is the rate of the account in pictures, where it is known. */
  readonly buying: readonly { readonly name: string; readonly perMinute?: number }[];
}

/** Where it is, as data that a thread can be given. */
export interface WorkshopPlace {
  readonly root?: string;
  readonly config?: string;
  /** How many pictures are in work at once; default the machine's parallelism. */
  readonly jobs?: number;
}

/** Whoever runs a workshop. */
export interface WorkshopKeeper {
  readonly tell: (diagnostic: Diagnostic) => void;
  /** Called when the workshop can work no more; with what broke, if something did. */
  readonly quit: (broken?: Error) => void;
  /** Stops what is under way. */
  readonly signal: AbortSignal;
}

/**
 * Prepares a clone, and leaves in the store what a process that died there had received. The clone's lock is held by the caller.
 * @throws VisualsError what a build of the project would tell, `FLEET_STORE_MISSING`
 */
export async function openWorkshop({ jobs, ...place }: WorkshopPlace, { tell, quit, signal }: WorkshopKeeper): Promise<Workshop> {
  const workspace = openWorkspace(describeHost(place), undefined);
  const project = await loadProject(workspace);
  const survey = await surveyProject(project);
  collectHeap();
  const { fingerprint } = survey;
  for (const diagnostic of [...project.diagnostics, ...survey.diagnostics]) tell(diagnostic);
  const sharing = await openFleetStore(workspace, project.config, { writes: true, tell });
  const refuse = (wanted: string): void => {
    tell(fleetVersion({ wanted, here: fingerprint }));
    quit();
  };
  const bench: WorkerBench = {
    workspace,
    project,
    survey,
    sharing,
    self: identifyClone(workspace),
    jobs: jobs ?? workspace.host.parallelism,
    tell,
    signal,
    refuse,
  };
  await leaveBought(bench);
  return { offer: { fingerprint, buying: describeBuying(survey, project) }, handle: createJobHandler(bench), close: async () => sharing.close() };
}

function describeBuying({ fingerprint, accounts }: ProjectSurvey, { config }: LoadedProject): WorkshopOffer['buying'] {
  return accounts.map((account) => {
    const perMinute = config.generators[account.generator]?.perMinute;
    return { name: nameBuying(fingerprint, account), ...(perMinute !== undefined && { perMinute }) };
  });
}

/** A name of this clone that outlives the process: whoever starts again here has the papers of what was begun. */
function identifyClone({ paths }: Workspace): string {
  const path = join(paths.folder, 'worker');
  if (!existsSync(path)) writeFileAtomic(path, randomUUID());
  return readFileSync(path, 'utf8');
}
