import { execFileSync } from 'node:child_process';
import { createProject, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

/** A project under version control. */
export interface GitProject extends TestProject {
  git(...words: readonly string[]): string;
  /** Writes sources and commits everything. */
  commit(sources?: Sources): void;
}

/** A project whose first commit holds its sources. */
export function createGitProject(sources: Sources = tinySources()): GitProject {
  return followWithGit(createProject({ ...sources, '.gitignore': 'node_modules\n.visuals\nout\n.journal\n' }));
}

/** Puts a project under version control. */
export function followWithGit(project: TestProject): GitProject {
  const git = (...words: readonly string[]): string => execFileSync('git', words, { cwd: project.root, encoding: 'utf8' }).trim();
  const commit = (sources: Sources = {}): void => {
    project.write(sources);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'a state');
  };
  git('init', '--quiet', '--initial-branch=main');
  for (const [name, value] of [
    ['user.name', 'Ada Lovelace'],
    ['user.email', 'ada@example.com'],
    ['commit.gpgsign', 'false'],
  ] as const)
    git('config', name, value);
  commit();
  return { ...project, git, commit };
}
