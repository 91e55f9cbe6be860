import * as authoring from '../authoring.ts';
import { loadConfig } from '../config/load-config.ts';
import type { ModuleLender } from '../config/evaluate-module.ts';
import type { LoadConfigOptions, LoadedConfig } from '../config/load-config.ts';
import type { LoadModuleOptions } from '../config/load-module.ts';
import type { RowBook } from '../data/from-data.ts';
import type { RowTable } from '../data/row.ts';
import type { Workspace } from './workspace.ts';

/** The project's config, and the tables that it made assets of, by path. */
export interface OwnConfig extends LoadedConfig {
  readonly tables: ReadonlyMap<string, RowTable>;
}

/** Loads the config of the project that is open. */
export async function loadOwnConfig(workspace: Workspace): Promise<OwnConfig> {
  const book = createRowBook();
  return { ...(await loadConfig(describeConfigLoading(workspace, book))), tables: book.tables };
}

/** How the project's config is loaded: beside the names that every file of its author may import, it has `fromData`, which reads the project's files. */
export function describeConfigLoading(workspace: Workspace, book: RowBook = createRowBook()): LoadConfigOptions {
  // Reading tables takes a parser that most configs have no use for.
  const lend: ModuleLender = async (mentions) => {
    if (!mentions('fromData')) return authoring;
    const { createFromData } = await import('../data/from-data.ts');
    return { ...authoring, fromData: createFromData(workspace.files, book) };
  };
  return {
    ...describeModuleLoading(workspace),
    provide: { visuals: lend },
    file: workspace.host.config,
    describeOrigin: (definition) => book.origins.get(definition)?.name,
  };
}

/** How any other module of the project is loaded. It may import the running tool under its name, so that nothing has to be resolved. */
export function describeModuleLoading({ files, host, paths }: Workspace): Omit<LoadModuleOptions, 'entry'> {
  return { files, cacheFolder: paths.modules, environment: host.environment, provide: { visuals: () => authoring } };
}

function createRowBook(): RowBook {
  return { origins: new WeakMap(), tables: new Map() };
}
