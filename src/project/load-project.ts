import { join } from 'node:path';
import { gatherAll } from '../actions/gather-all.ts';
import { lockName } from '../lock/lock-file.ts';
import { openLockBook } from '../lock/lock-book.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { OwnCheck } from '../config/load-config.ts';
import { loadModule } from '../config/load-module.ts';
import type { ActionTools } from '../actions/action.ts';
import type { Brand } from '../brand/create-brand.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
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
import type { Adapters } from './create-adapters.ts';
import { createFontRegistrar } from './create-font-registrar.ts';
import type { FontRegistrar } from './create-font-registrar.ts';
import { createPlanInputs } from './create-plan-inputs.ts';
import { drawDraft } from './draw-draft.ts';
import { describeModuleLoading, loadOwnConfig } from './load-own-config.ts';
import type { OwnConfig } from './load-own-config.ts';
import { loadCachedBrand } from './load-cached-brand.ts';
import { loadGenerators } from './load-generators.ts';
import { loadPrompts } from './load-prompts.ts';
import { loadTemplates } from './load-templates.ts';
import type { LoadedTemplates } from './load-templates.ts';
import { createFaultLocator } from './locate-faults.ts';
import type { FaultLocator } from './locate-faults.ts';
import { noMemory } from './project-memory.ts';
import type { ProjectMemory } from './project-memory.ts';
import type { Workspace } from './workspace.ts';

/** A project with everything that plans are derived from and actions work with. */
export interface LoadedProject {
  readonly config: ResolvedConfig;
  readonly brand: Brand;
  readonly copy: Copy;
  /** The lock as it lay there. */
  readonly book: LockBook;
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
 * Loads a project: the config first, then brand, copy, fonts and templates side by side. With a memory, only what has moved since it was remembered.
 * @throws VisualsError with all that makes the project as a whole unusable
 */
export async function loadProject(workspace: Workspace, memory = noMemory): Promise<LoadedProject> {
  const own = await memory.recall({ name: 'config', given: [], load: loadOwnConfig }, workspace);
  const locate = createFaultLocator(workspace);
  try {
    return await loadParts(own, { workspace, memory, locate });
  } catch (error) {
    throw error instanceof VisualsError ? new VisualsError(await locate(error.diagnostics), { cause: error }) : error;
  }
}

interface Loading {
  readonly workspace: Workspace;
  readonly memory: ProjectMemory;
  readonly locate: FaultLocator;
}

async function loadParts({ config, ...read }: OwnConfig, { workspace, memory, locate }: Loading): Promise<LoadedProject> {
  const [brand, copy, fonts, prompts] = await gatherAll([
    memory.recall({ name: 'brand', given: [JSON.stringify(config.brand)], load: (own) => loadCachedBrand(config.brand, own) }, workspace),
    memory.recall({ name: 'copy', given: [JSON.stringify([config.copy, config.locales])], load: (own) => loadWords(config, own) }, workspace),
    memory.recall({ name: 'fonts', given: [JSON.stringify(config.fonts)], load: (own) => loadFonts({ ...own, patterns: config.fonts }) }, workspace),
    memory.recall({ name: 'prompts', given: [config], load: ({ files }) => loadPrompts(config, files) }, workspace),
  ] as const);
  const drawing = await memory.recall({ name: 'drawing', given: [fonts], load: (own) => openDrawing(fonts, own) }, workspace);
  const templates = await memory.recall(
    { name: 'templates', given: [config, brand, drawing], load: (own) => compileAll(own, { config, brand, drawing }) },
    workspace,
  );
  return assemble({
    workspace,
    config,
    ...read,
    drawing,
    brand,
    copy,
    fonts,
    prompts,
    templates,
    locate,
    generators: await loadGenerators(config, workspace.host),
  });
}

function loadWords({ copy, locales }: ResolvedConfig, { files }: Workspace): Promise<Copy> {
  return loadCopy({ files, patterns: copy, locales });
}

/** What draws with the project's fonts: another set of fonts needs another renderer. */
interface Drawing extends FontRegistrar {
  readonly adapters: Adapters;
  readonly shaper: ActionTools['shaper'];
}

async function openDrawing(fonts: FontCatalog, { files }: Workspace): Promise<Drawing> {
  const adapters = await createAdapters();
  const shaper = createClusterShaper(async (face) => (await files.read(face.path)).bytes);
  return { adapters, shaper, ...createFontRegistrar({ fonts, files, renderer: adapters.renderer }) };
}

function compileAll(workspace: Workspace, { config, brand, drawing }: Pick<Parts, 'config' | 'brand' | 'drawing'>): Promise<LoadedTemplates> {
  const loadContract = async (path: string): Promise<{ readonly definition: unknown }> => {
    const { exports } = await loadModule({ ...describeModuleLoading(workspace), entry: path });
    return { definition: exports['default'] };
  };
  return loadTemplates({ workspace, config, brand, renderer: drawing.adapters.renderer, loadContract });
}

interface Parts {
  readonly workspace: Workspace;
  readonly config: ResolvedConfig;
  readonly environment: readonly string[];
  readonly customChecks: readonly OwnCheck[];
  readonly dependencies: readonly string[];
  readonly tables: ReadonlyMap<string, RowTable>;
  readonly drawing: Drawing;
  readonly brand: Brand;
  readonly copy: Copy;
  readonly fonts: FontCatalog;
  readonly prompts: ReadonlyMap<string, CompiledPrompt>;
  readonly templates: LoadedTemplates;
  readonly locate: FaultLocator;
  readonly generators: ReadonlyMap<string, Generator>;
}

async function assemble({ workspace, drawing, prompts, templates, locate, ...parts }: Parts): Promise<LoadedProject> {
  const { config, environment, customChecks, dependencies, tables, brand, copy, fonts, generators } = parts;
  const { files, host } = workspace;
  const { adapters, shaper } = drawing;
  const book = openLockBook(join(host.root, lockName));
  return {
    config,
    brand,
    copy,
    book,
    inputs: await createPlanInputs({
      config,
      templates: templates.compiled,
      brand,
      fonts,
      copy,
      prompts,
      generators,
      book,
      localeData: host.localeData,
    }),
    tools: {
      ...adapters,
      files,
      fonts,
      templates: templates.compiled,
      shaper,
      drawDraft: (size) => drawDraft(adapters.codec, size),
      useFamilies: (families) => drawing.useFamilies(families),
      locate,
    },
    generators,
    environment,
    customChecks,
    dependencies,
    tables,
    diagnostics: [...(await locate(templates.diagnostics)), ...checkCopy(copy, config.locales.all)],
  };
}
