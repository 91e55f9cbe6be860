import type { PromptSource, ResolvedConfig } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { formatPromptName } from '../plan/plan-inputs.ts';
import { compilePrompt } from '../prompt/compile-prompt.ts';
import { blamePrompt } from '../prompt/blame-prompt.ts';
import { loadPrompt } from '../prompt/load-prompt.ts';
import type { CompiledPrompt } from '../prompt/prompt-tree.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { listArt } from './load-generators.ts';

/** Loads and compiles every prompt of a config. @throws VisualsError with all that is wrong with them */
export async function loadPrompts(config: ResolvedConfig, files: InputFiles): Promise<ReadonlyMap<string, CompiledPrompt>> {
  const sources = new Map(listArt(config).flatMap((art) => ('prompt' in art ? [[formatPromptName(art.prompt), art.prompt] as const] : [])));
  const prompts = new Map<string, CompiledPrompt>();
  const problems: Diagnostic[] = [];
  for (const [name, source] of sources) {
    try {
      prompts.set(name, await compile(source, config, files));
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      problems.push(...blamePrompt(source, error).diagnostics);
    }
  }
  if (problems.length > 0) throw new VisualsError(problems);
  return prompts;
}

async function compile(source: PromptSource, config: ResolvedConfig, files: InputFiles): Promise<CompiledPrompt> {
  return compilePrompt(await loadPrompt(source, { files, config: config.file }));
}
