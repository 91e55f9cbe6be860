import type { Brand } from '../brand/create-brand.ts';
import type { ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Renderer } from '../spec/renderer.ts';
import { compileTemplate } from '../template/compile-template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { loadTemplate, readTemplate } from '../template/load-template.ts';
import type { LoadContract } from '../template/load-template.ts';
import { rememberJson } from './remember-json.ts';
import type { Workspace } from './workspace.ts';

/** The templates that the assets use, and what is wrong with those that could not be compiled. */
export interface LoadedTemplates {
  readonly compiled: ReadonlyMap<string, CompiledTemplate>;
  readonly diagnostics: readonly Diagnostic[];
}

interface LoadTemplatesOptions {
  readonly workspace: Workspace;
  readonly config: ResolvedConfig;
  readonly brand: Brand;
  readonly renderer: Renderer;
  readonly loadContract: LoadContract;
}

/** Raised when compiling the same source gives something else. */
const revision = '3';

/** Templates compiled at the same time. Each has a thread and a time limit of its own: with a thread for all of them, none would be done in time on a small machine. */
const compilers = 2;

/** Loads and compiles the templates in use; unchanged ones come from the cache, without a compiler. One that is broken leaves the others alone. */
export async function loadTemplates({ workspace, config, brand, renderer, loadContract }: LoadTemplatesOptions): Promise<LoadedTemplates> {
  const tokenPaths = brand.tokensFor({}).paths();
  const location = { files: workspace.files, folder: config.templates };
  const compiled = new Map<string, CompiledTemplate>();
  const diagnostics: Diagnostic[] = [];
  const load = async (name: string): Promise<void> => {
    try {
      const { digest } = await readTemplate({ ...location, name });
      const compute = async (): Promise<CompiledTemplate> => compileTemplate(await loadTemplate({ ...location, name, loadContract }), { renderer, tokenPaths });
      const record = { revision, template: digest, renderer: renderer.version, tokens: tokenPaths.join(' ') };
      const template = await rememberJson(workspace, { kind: 'template', record, compute });
      compiled.set(name, template);
      diagnostics.push(...template.warnings);
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      diagnostics.push(...error.diagnostics.flatMap((each) => assign(each, name, config)));
    }
  };
  const waiting = [...new Set(config.assets.map((asset) => asset.template))];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await load(name);
  };
  await Promise.all(Array.from({ length: compilers }, lane));
  return { compiled, diagnostics };
}

/** What has no place in the template's own files is told of each asset that names it. */
function assign(diagnostic: Diagnostic, name: string, { assets }: ResolvedConfig): readonly Diagnostic[] {
  if (diagnostic.place !== undefined) return [diagnostic];
  return assets.filter(({ template }) => template === name).map(({ id }) => ({ ...diagnostic, asset: id }));
}
