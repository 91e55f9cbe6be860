import { reportReference } from '../diagnostics/report.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Host } from '../project/host.ts';
import { askGit } from '../project/ask-git.ts';

/** An earlier state of the project. */
export interface BaseReference {
  /** As it was named. */
  readonly name: string;
  /** Absent when nothing had been committed by the day that was named. */
  readonly commit?: string;
  /** `2026-11-22`, that of the commit or the one that was named. */
  readonly date: string;
}

/**
 * Finds the commit that a branch, tag or commit names, or the last one before a day.
 * @throws VisualsError `REPORT_REFERENCE`
 */
export async function findBase(host: Host, name: string): Promise<BaseReference> {
  if ((await askGit(host, ['rev-parse', '--show-toplevel'])) === undefined) throw refuse(name, 'the project is in no git repository');
  const commit = await askGit(host, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (commit !== undefined) return { name, commit, date: (await askGit(host, ['show', '--no-patch', '--format=%cs', commit])) ?? '' };
  if (!isDay(name)) throw refuse(name, 'git knows no such branch, tag or commit');
  const last = await askGit(host, ['rev-list', '-1', `--before=${name}T00:00:00Z`, 'HEAD']);
  return { name, date: name, ...(last !== undefined && last !== '' && { commit: last }) };
}

function isDay(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(name) && !Number.isNaN(Date.parse(name));
}

function refuse(reference: string, problem: string): VisualsError {
  return new VisualsError(reportReference({ reference, problem }));
}
