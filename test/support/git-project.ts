import { createProject, tinySources } from './create-project.ts';
import type { Sources, TestProject } from './create-project.ts';
import { createRepository } from './create-repository.ts';
import type { Git } from './create-repository.ts';

/** A project under version control. */
export interface GitProject extends TestProject {
  readonly git: Git;
  /** Writes sources and commits everything. */
  commit(sources?: Sources): void;
}

/** A project whose first commit holds its sources. */
export function createGitProject(sources: Sources = tinySources()): GitProject {
  return followWithGit(createProject({ ...sources, '.gitignore': 'node_modules\n.visuals\nout\n.journal\n' }));
}

/** Puts a project under version control. */
export function followWithGit(project: TestProject): GitProject {
  const git = createRepository(project.root);
  const commit = (sources: Sources = {}): void => {
    project.write(sources);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'a state');
  };
  commit();
  return { ...project, git, commit };
}
