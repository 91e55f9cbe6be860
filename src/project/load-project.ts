import { join } from 'node:path';
import { gatherAll } from '../actions/gather-all.ts';
import { lockName } from '../lock/lock-file.ts';
import { openLockBook } from '../lock/lock-book.ts';
import type { OwnCheck } from '../config/load-config.ts';
import { loadModule } from '../config/load-module.ts';
import type { ActionTools } from '../actions/action.ts';
import type { Brand } from '../brand/create-brand.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import { checkCopy } from '../text/check-copy.ts';
import { createClusterShaper } from '../text/check-coverage.ts';
import type { RowTable } from '../data/row.ts';
import { loadCopy } from '../copy/load-copy.ts';
import type { Copy } from '../copy/load-copy.ts';
import { loadFonts } from '../text/load-fonts.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import type { CompiledPrompt } from '../prompt/prompt-tree.ts';
import type { Generator } from '../spec/generator.ts';
import { createAdapters } from './create-adapters.ts';
import { createFontRegistrar } from './create-font-registrar.ts';
import { createPlanInputs } from './create-plan-inputs.ts';
import { drawDraft } from './draw-draft.ts';
import { describeModuleLoading, loadOwnConfig } from './load-own-config.ts';
import { loadCachedBrand } from './load-cached-brand.ts';
import { loadGenerators } from './load-generators.ts';
import { loadPrompts } from './load-prompts.ts';
import { loadTemplates } from './load-templates.ts';
import type { LoadedTemplates } from './load-templates.ts';
import type { Workspace } from './workspace.ts';

/** A project with everything that plans are derived from and actions work with. */
export interface LoadedProject {
  readonly config: ResolvedConfig;
  readonly brand: Brand;
  readonly copy: Copy;
  readonly inputs: PlanInputs;
  readonly tools: ActionTools;
  /** Adapter name → generator, for the art that is bought. */
  readonly generators: ReadonlyMap<string, Generator>;
  /** Names of the environment variables that the config read. */
  readonly environment: readonly string[];
  readonly customChecks: readonly OwnCheck[];
  /** Files that the config is made from, code of its checks among them. */
  readonly dependencies: readonly string[];
  /** Tables that assets were made of, by path. */
  readonly tables: ReadonlyMap<string, RowTable>;
  /** What is wrong with parts that leave other assets alone, such as one template; and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads a project: the config first, then brand, copy, fonts and templates side by side.
 * @throws VisualsError with all that makes the project as a whole unusable
 */
export async function loadProject(workspace: Workspace): Promise<LoadedProject> {
  const { files, host, index } = workspace;
  const { config, environment, customChecks, dependencies, tables } = await loadOwnConfig(workspace);
  const adapters = await createAdapters();
  const [brand, copy, fonts, prompts] = await gatherAll([
    loadCachedBrand(config.brand, workspace),
    loadCopy({ files, patterns: config.copy, locales: config.locales }),
    loadFonts({ files, patterns: config.fonts, index }),
    loadPrompts(config, files),
  ] as const);
  const loadContract = async (path: string): Promise<{ readonly definition: unknown }> => {
    const { exports } = await loadModule({ ...describeModuleLoading(workspace), entry: path });
    return { definition: exports['default'] };
  };
  const templates = await loadTemplates({ workspace, config, brand, renderer: adapters.renderer, loadContract });
  return assemble({
    workspace,
    config,
    environment,
    customChecks,
    dependencies,
    tables,
    adapters,
    brand,
    copy,
    fonts,
    prompts,
    templates,
    generators: await loadGenerators(config, host),
  });
}

interface Parts {
  readonly workspace: Workspace;
  readonly config: ResolvedConfig;
  readonly environment: readonly string[];
  readonly customChecks: readonly OwnCheck[];
  readonly dependencies: readonly string[];
  readonly tables: ReadonlyMap<string, RowTable>;
  readonly adapters: Awaited<ReturnType<typeof createAdapters>>;
  readonly brand: Brand;
  readonly copy: Copy;
  readonly fonts: FontCatalog;
  readonly prompts: ReadonlyMap<string, CompiledPrompt>;
  readonly templates: LoadedTemplates;
  readonly generators: ReadonlyMap<string, Generator>;
}

async function assemble({ workspace, adapters, prompts, templates, ...parts }: Parts): Promise<LoadedProject> {
  const { config, environment, customChecks, dependencies, tables, brand, copy, fonts, generators } = parts;
  const { files, host } = workspace;
  const registrar = createFontRegistrar({ fonts, files, renderer: adapters.renderer });
  const shaper = createClusterShaper(async (face) => (await files.read(face.path)).bytes);
  return {
    config,
    brand,
    copy,
    inputs: await createPlanInputs({
      config,
      templates: templates.compiled,
      brand,
      fonts,
      copy,
      prompts,
      generators,
      book: openLockBook(join(host.root, lockName)),
      localeData: host.localeData,
    }),
    tools: { ...adapters, files, fonts, templates: templates.compiled, shaper, drawDraft: (size) => drawDraft(adapters.codec, size), ...registrar },
    generators,
    environment,
    customChecks,
    dependencies,
    tables,
    diagnostics: [...templates.diagnostics, ...checkCopy(copy, config.locales.all)],
  };
}
