import { findWorstExit } from './diagnostics/worst-exit.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions, TypesReport } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { describeTypes } from './project/describe-types.ts';
import { loadProject } from './project/load-project.ts';
import { openWorkspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** Writes `.visuals/types.d.ts`, from which editors complete asset ids, templates, slots, tokens and copy keys. */
export async function writeTypes(options: ProjectOptions = {}): Promise<TypesReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const file = '.visuals/types.d.ts';
  try {
    const project = await loadProject(workspace);
    writeFileAtomic(workspace.paths.types, describeTypes(project));
    return { exit: findWorstExit(project.diagnostics), file, diagnostics: project.diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), file, diagnostics: error.diagnostics };
  }
}
