import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { reportReference } from '../diagnostics/report.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { openWorkspace } from '../project/workspace.ts';
import type { Workspace } from '../project/workspace.ts';
import { askGit } from '../project/ask-git.ts';
import type { BaseReference } from './find-base.ts';

/** The project as it was, in a folder of its own. */
export interface OpenBase {
  readonly workspace: Workspace;
  close(): Promise<void>;
}

/**
 * Checks a commit out beside the project, in a temporary worktree. Packages are lent by links; results go into the project's own cache, since keys know nothing of where a project
 * lies; everything else that is remembered is its own. There is no key of a provider in its environment.
 * @throws VisualsError `REPORT_REFERENCE`
 */
export async function openBase(current: Workspace, { name, commit }: BaseReference): Promise<OpenBase> {
  const { host } = current;
  const top = realpathSync((await askGit(host, ['rev-parse', '--show-toplevel'])) ?? host.root);
  const inside = relative(top, realpathSync(host.root));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'visuals-base-')));
  const tree = join(folder, 'tree');
  const links: string[] = [];
  const close = async (): Promise<void> => {
    // The links first: whatever clears the folder must not reach through them.
    for (const link of links) unlinkSync(link);
    await askGit(host, ['worktree', 'remove', '--force', tree]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const added = await askGit(host, ['worktree', 'add', '--detach', '--quiet', tree, commit ?? '']);
    const root = join(tree, inside);
    if (added === undefined || !existsSync(root))
      throw new VisualsError(reportReference({ reference: name, problem: added === undefined ? 'git can not check it out' : 'the project was not there yet' }));
    for (const level of listLevels(inside)) lendPackages(join(top, level), join(tree, level), links);
    const { OPENAI_API_KEY: _, ...environment } = host.environment;
    const own = openWorkspace({ ...host, root, environment }, undefined);
    return { workspace: { ...own, index: current.index, store: current.store }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A folder and all above it, down from the top. */
function listLevels(path: string): readonly string[] {
  return path === '' ? [''] : [...listLevels(dirname(path) === '.' ? '' : dirname(path)), path];
}

function lendPackages(from: string, to: string, links: string[]): void {
  const [source, target] = [join(from, 'node_modules'), join(to, 'node_modules')];
  if (!existsSync(source) || existsSync(target) || !existsSync(to)) return;
  symlinkSync(realpathSync(source), target, 'junction');
  links.push(target);
}
