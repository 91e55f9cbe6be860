import Handlebars from 'handlebars';
import { templateTooComplex } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { checkCss, type CheckedCss } from './check-css.ts';
import { checkMarkup, type CheckedMarkup } from './check-markup.ts';
import type { TemplateSource } from './load-template.ts';

/** What the worker needs of a template. */
export type CompileInput = Pick<TemplateSource, 'name' | 'markup' | 'partials' | 'contract' | 'css'>;

/** What the worker gives back. Without code when the markup has errors. */
export interface CompileOutput {
  readonly diagnostics: readonly Diagnostic[];
  readonly result?: {
    readonly markup: Omit<CheckedMarkup, 'diagnostics' | 'main' | 'partials'>;
    readonly css: Omit<CheckedCss, 'diagnostics'>;
    readonly code: CompiledCode;
  };
}

/** JavaScript expressions that Handlebars made: of the template, and of each partial by name. */
export interface CompiledCode {
  readonly main: string;
  readonly partials: { readonly [name: string]: string };
}

const mostStyle = 256 * 1024;

/** Checks a template and makes code of it. Runs in a worker: the compiler and the parsers are large, and bad input can make them slow. */
export function compileSource(input: CompileInput): CompileOutput {
  try {
    return compileChecked(input);
  } catch (error) {
    if (error instanceof VisualsError) return { diagnostics: error.diagnostics };
    if (error instanceof RangeError)
      return { diagnostics: [templateTooComplex({ what: 'its markup nests too deep to be read', limit: '64' }, { place: { file: input.markup.path } })] };
    throw error;
  }
}

function compileChecked(input: CompileInput): CompileOutput {
  const bytes = input.css.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > mostStyle)
    throw new VisualsError(
      templateTooComplex({ what: `its style has ${Math.ceil(bytes / 1024)} KiB`, limit: '256 KiB' }, { place: { file: input.css.at(-1)?.path ?? '' } }),
    );
  const { diagnostics, main, partials, ...markup } = checkMarkup(input);
  const { diagnostics: styleDiagnostics, ...css } = checkCss(input.css, markup.styles, listImageSlots(input.contract));
  const all = [...diagnostics, ...styleDiagnostics];
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics: all, result: { markup, css, code: { main: '', partials: {} } } };
  const compiled = Object.entries(partials).map(([name, text]) => [name, precompile(text)] as const);
  return { diagnostics: all, result: { markup, css, code: { main: precompile(main), partials: Object.fromEntries(compiled) } } };
}

const knownHelpers = Object.fromEntries(
  ['text', 'value', 'list', 'if', 'unless', 'each', 'with', 'optional', 'eq', 'number', 'share', 'token'].map((name) => [name, true]),
);

function precompile(text: string): string {
  return Handlebars.precompile(text, { knownHelpers, knownHelpersOnly: true, strict: true, noEscape: false, preventIndent: true }) as string;
}

function listImageSlots({ slots }: CompileInput['contract']): readonly string[] {
  return Object.keys(slots).filter((name) => slots[name]!.type === 'image');
}
