import { rmSync } from 'node:fs';
import { uploadFailed } from './diagnostics/remote.ts';
import { exitCode } from './diagnostics/define.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { findLocal } from './engine/find-local.ts';
import { predictPlan } from './engine/predict-plan.ts';
import { computeActionKey } from './keys/canonical.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Digest } from './model/digest.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { openTreasury } from './project/open-paid-art.ts';
import { reportOnTeamStore } from './project/open-team-store.ts';
import type { TeamStore } from './project/open-team-store.ts';
import { preparePlan } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { createUploadQueue } from './sharing/create-upload-queue.ts';
import { writeResultSnapshot } from './sharing/result-snapshot.ts';
import { completeResult, isShared } from './sharing/upload-result.ts';
import type { KeyedResult } from './sharing/upload-result.ts';

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
  const counts = { sent: 0, known: 0 };
  const results = await listResults(workspace);
  for (const each of results) {
    uploads.add(async (signal) => {
      const isSent = await completeResult(each, { remote, writes, signal, store: workspace.store });
      counts[isSent ? 'sent' : 'known'] += 1;
    });
  }
  const { failed, reason } = await uploads.drain();
  const diagnostics = failed > 0 ? [{ ...uploadFailed({ failed, of: results.length, reason }), severity: 'error' as const, exit: exitCode.storage }] : [];
  if (failed === 0) rmSync(workspace.paths.unsent, { force: true });
  if (failed === 0) await writeResultSnapshot(remote, new Map(results.map(({ action, result }) => [action.key, result] as const)), writes);
  return { exit: findWorstExit(diagnostics), results: results.length, ...counts, diagnostics };
}

async function listResults(workspace: Workspace): Promise<readonly KeyedResult[]> {
  const { plan, project } = await preparePlan(workspace, {});
  const { book } = openTreasury(workspace.host.root);
  const { records, runs } = await predictPlan(plan, { tools: project.tools, index: workspace.index, store: workspace.store, book });
  const found = new Map<Digest, KeyedResult>();
  for (const { id, kind } of plan.tasks) {
    const record = runs.has(id) ? undefined : records.get(id);
    if (record === undefined || !isShared({ kind })) continue;
    const key = computeActionKey(kind, record);
    const result = findLocal({ kind, key }, workspace);
    if (result !== undefined) found.set(key, { action: { kind, key, record }, result });
  }
  return [...found.values()];
}
