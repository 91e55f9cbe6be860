import { createTokenReader } from '../../src/brand/token-reader.ts';
import type { TokenReader } from '../../src/brand/token-reader.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { compilePrompt } from '../../src/prompt/compile-prompt.ts';
import { renderPrompt } from '../../src/prompt/render-prompt.ts';

const values: { readonly [path: string]: string } = { 'color.accent': '#ff5500', 'color.glow': 'oklch(0.7 0.1 200 / 50%)', 'font.sans': '"Inter", sans-serif' };

/** A reader of a small brand. */
export function createReader(): TokenReader {
  const find = (path: string) => (Object.hasOwn(values, path) ? { path, type: 'any', css: values[path]! } : undefined);
  return createTokenReader({ paths: () => Object.keys(values), find });
}

/** Compiles and fills in a prompt of the file `prompts/a.hbs`. */
export function render(text: string, data: JsonObject = {}, quiet?: string): string {
  const compiled = compilePrompt({ file: 'prompts/a.hbs', isFile: true, text });
  return renderPrompt(JSON.parse(JSON.stringify(compiled)) as typeof compiled, { data, aspect: 'wide', quiet, tokens: createReader() });
}

/** What some work is refused with, as `CODE line:column message`. */
export function refusal(work: () => unknown): readonly string[] {
  return diagnosticsOf(work).map(({ code, message, place }) => `${code} ${place?.line}:${place?.column} ${message}`);
}

/** The diagnostics of what must fail. */
export function diagnosticsOf(work: () => unknown): readonly Diagnostic[] {
  try {
    work();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics;
    throw error;
  }
  throw new Error('nothing was thrown');
}
