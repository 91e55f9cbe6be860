import { rmSync } from 'node:fs';
import { uploadFailed } from './diagnostics/remote.ts';
import { exitCode } from './diagnostics/define.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { reportOnTeamStore } from './project/open-team-store.ts';
import type { TeamStore } from './project/open-team-store.ts';
import { mostCellsAtOnce, preparePlan } from './project/prepare-plan.ts';
import { sendResults } from './project/send-results.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { createUploadQueue } from './sharing/create-upload-queue.ts';
import { lookUpResults, writeResultSnapshot } from './sharing/result-snapshot.ts';

/** What became of the results. */
export interface PushCacheReport {
  readonly exit: number;
  /** Results of this project as it stands that lie here. */
  readonly results: number;
  readonly sent: number;
  /** Results that the store had already. */
  readonly known: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Sends every result that the project as it stands is made of, and that lies here, to the shared store, and a snapshot of all. Nothing is made. */
export async function pushCache(options: ProjectOptions = {}): Promise<PushCacheReport> {
  const host = describeHost(options);
  return reportOnTeamStore(host, { what: '`visuals cache push`', writes: true }, { results: 0, sent: 0, known: 0 }, (team) =>
    push(openWorkspace(host, undefined), team),
  );
}

async function push(workspace: Workspace, { remote, trust }: TeamStore): Promise<PushCacheReport> {
  const writes = trust.writes!;
  const uploads = createUploadQueue(workspace.host.clock);
  const prepared = await preparePlan(workspace, {}, { mostCells: mostCellsAtOnce });
  const { keys, sent, known, failed, reason } = await sendResults(prepared, workspace, { remote, writes, uploads });
  const diagnostics = failed > 0 ? [{ ...uploadFailed({ failed, of: keys.size, reason }), severity: 'error' as const, exit: exitCode.storage }] : [];
  if (failed === 0) rmSync(workspace.paths.unsent, { force: true });
  if (failed === 0) await writeResultSnapshot(remote, lookUpResults(keys, workspace.index), writes);
  return { exit: findWorstExit(diagnostics), results: keys.size, sent, known, diagnostics };
}
