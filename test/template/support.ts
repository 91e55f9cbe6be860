import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import { data, image, text, type TemplateDefinition } from '../../src/template/define-template.ts';
import { checkContract } from '../../src/template/check-contract.ts';
import { type CompileOutput, compileSource } from '../../src/template/compile-source.ts';
import type { CompiledTemplate } from '../../src/template/compile-template.ts';
import type { TemplateSource } from '../../src/template/load-template.ts';
import { renderMarkup, type TemplateContext } from '../../src/template/render-markup.ts';

const size = { smallest: 4, largest: 8 };

/** A small contract with one of everything. */
export const definition = {
  description: 'A card for tests.',
  slots: {
    headline: text({ role: 'headline', size, lines: 2 }),
    sub: text({ role: 'body', size, optional: true }),
    figure: text({ role: 'number', size, from: 'data', optional: true }),
    background: image({ optional: true }),
  },
  data: {
    price: data.number({ optional: true }),
    tone: data.string({ optional: true }),
    isNew: data.boolean({ optional: true }),
    rows: data.list({ label: data.text(), value: data.number(), note: data.text({ optional: true }) }, { optional: true }),
  },
} satisfies TemplateDefinition;

export interface SourceParts {
  readonly markup?: string;
  readonly partials?: { readonly [name: string]: string };
  readonly css?: string;
  readonly definition?: TemplateDefinition;
}

/** The one element that the contract asks for, and whatever is tested behind it. */
export const withHeadline = (markup: string): string => `<h1 data-slot="headline">{{headline}}</h1>${markup}`;

export function createSource({ markup = withHeadline(''), partials = {}, css = '', definition: own = definition }: SourceParts): TemplateSource {
  const toFile = (path: string, content: string) => ({ path: `templates/card/${path}`, text: content });
  return {
    name: 'card',
    markup: toFile('template.hbs', markup),
    partials: Object.fromEntries(Object.entries(partials).map(([name, content]) => [name, toFile(`partials/${name}.hbs`, content)])),
    css: [toFile('template.css', css)],
    contractPath: 'templates/card/template.ts',
    contract: checkContract(own, { name: 'card', file: 'templates/card/template.ts' }),
    digest: computeDigest(JSON.stringify([markup, partials, css])),
  };
}

/** Checks in this thread. */
export function checkParts(parts: SourceParts): CompileOutput {
  return compileSource(createSource(parts));
}

/** Errors of a template, as `CODE line:column`. */
export function listErrors(parts: SourceParts): readonly string[] {
  return checkParts(parts)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(formatShort);
}

export function formatShort({ code, place }: Diagnostic): string {
  return `${code} ${place?.line}:${place?.column}`;
}

/** Compiles in this thread, without asking a renderer. */
export function compileParts(parts: SourceParts): CompiledTemplate {
  const source = createSource(parts);
  const { diagnostics, result } = compileSource(source);
  if (result === undefined || diagnostics.some(({ severity }) => severity === 'error')) throw new VisualsError(diagnostics);
  const { reads, places, tokens } = result.markup;
  return {
    name: 'card',
    digest: source.digest,
    contract: source.contract,
    reads: { ...reads, tokens: [] },
    css: [],
    code: result.code,
    places,
    tokens,
    warnings: diagnostics,
  };
}

export const context: TemplateContext = {
  size: { width: 1200, height: 630 },
  safeArea: { top: 0, right: 0, bottom: 0, left: 0 },
  locale: 'en',
  direction: 'ltr',
  variant: { theme: 'dark' },
  tokens: { 'color.accent': '#f00' },
  texts: { headline: 'Hello' },
  art: {},
  ratios: {},
  data: {},
};

/** The markup inside the root element. */
export function renderParts(parts: SourceParts, changes: Partial<TemplateContext> = {}): string {
  const html = renderMarkup(compileParts(parts), { ...context, ...changes });
  return html.slice(html.indexOf('>') + 1, -'</div>'.length);
}

/** A folder with these files; gives its path. */
export function writeFolder(files: { readonly [path: string]: string }): string {
  const root = mkdtempSync(join(tmpdir(), 'visuals-template-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
