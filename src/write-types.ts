import { dirname, join } from 'node:path';
import { formatSiteTypes, siteTypesName } from './config/format-types.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions, TypesReport } from './model/report.ts';
import { locateSiteModule } from './plugins/locate-site-module.ts';
import { writeSiteModule } from './plugins/write-site-module.ts';
import { describeHost } from './project/host.ts';
import { describeTypes } from './project/describe-types.ts';
import { loadProject } from './project/load-project.ts';
import { openWorkspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/**
 * Writes `.visuals/types.d.ts`, from which editors complete asset ids, templates, slots, tokens and copy keys; and `.visuals/site/index.mjs`, the published
 * pictures as a plain module for sites without a plugin.
 */
export async function writeTypes(options: ProjectOptions = {}): Promise<TypesReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const file = '.visuals/types.d.ts';
  try {
    const project = await loadProject(workspace);
    const { types } = workspace.paths;
    const { root } = workspace.host;
    writeFileAtomic(join(dirname(types), siteTypesName), formatSiteTypes());
    writeFileAtomic(types, describeTypes(project));
    writeSiteModule({ root, name: plainModule, config: project.config });
    writeFileAtomic(locateSiteModule(root, plainModule).replace(/\.mjs$/, '.d.mts'), "export * from 'visuals:assets';\n");
    return { exit: findWorstExit(project.diagnostics), file, diagnostics: project.diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), file, diagnostics: error.diagnostics };
  }
}

/** Name of the module that is imported by its path. */
const plainModule = 'index';
