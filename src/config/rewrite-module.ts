import { init, parse } from 'es-module-lexer';
import type { Export, Import, StaticImport } from 'es-module-lexer';

/** An ES module as the body of an async function. */
export interface RewrittenModule {
  /** Asks for its imports with `__visuals_module(index, names)`, imports dynamically with `$$imp$`, and returns its exports. */
  readonly code: string;
  /** Specifiers by index. */
  readonly imports: readonly string[];
}

/** Stands for the keyword in `import(x)`, and is as long as it, so that columns stay those of the source map. */
export const dynamicImportName = '$$imp$';

/** Turns esbuild's ESM output, whose exports stand at the end, into a function's body. Lines stay where they are. */
export async function rewriteModule(source: string): Promise<RewrittenModule> {
  await init();
  const [imports, exports] = parse(source);
  const outside = imports.filter(isStatic);
  const specifiers = [...new Set(outside.map(({ specifier }) => specifier))];
  const edits = [
    ...outside.map((each) => ({ start: each.importStart, end: each.importEnd, text: bindImport(source, each, specifiers.indexOf(each.specifier)) })),
    ...imports
      .filter(({ type }) => type === 'dynamic')
      .map(({ importStart }) => ({ start: importStart, end: importStart + keywordLength, text: dynamicImportName })),
  ];
  const exportStart = findExportStart(exports) ?? source.length;
  const stars = outside.filter(({ type }) => type === 'reexport-star').map(({ specifier }) => `...__visuals_star(${specifiers.indexOf(specifier)}), `);
  const body = applyEdits(source.slice(0, exportStart), edits);
  return { code: `${body}\nreturn { ${stars.join('')}${returnExports(source.slice(exportStart))} };`, imports: specifiers };
}

const keywordLength = 'import'.length;

function isStatic(each: Import): each is StaticImport {
  return each.type === 'static' || each.type === 'reexport-star';
}

function findExportStart(exports: readonly Export[]): number | undefined {
  return exports.find((each) => each.type === 'direct' || each.type === 'reexport')?.exportStart;
}

/** `import a, { b as c } from "x"` → `const { "default": a, "b": c } = __visuals_module(0, ["default","b"])`. */
function bindImport(source: string, { type, start, importStart, importEnd }: StaticImport, index: number): string {
  const lines = '\n'.repeat(source.slice(importStart, importEnd).split('\n').length - 1);
  const clause = source.slice(importStart + keywordLength, start - 1).replace(/\bfrom\s*$/, '');
  if (type === 'reexport-star' || clause.trim() === '') return lines;
  const namespace = /\*\s*as\s+(\S+)/.exec(clause)?.[1];
  if (namespace !== undefined && !clause.includes('{') && !clause.includes(',')) return `const ${namespace} = __visuals_module(${index}, [])${lines}`;
  const whole = namespace === undefined ? '' : `const ${namespace} = __visuals_module(${index}, []); `;
  const bindings = listBindings(clause);
  const names = JSON.stringify(bindings.map(([name]) => name));
  return `${whole}const { ${bindings.map(([name, local]) => `${JSON.stringify(name)}: ${local}`).join(', ')} } = __visuals_module(${index}, ${names})${lines}`;
}

const word = String.raw`[\p{ID_Continue}$\u200c\u200d]+`;
const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
const importPattern = new RegExp(`(${word}|${quoted})(?:\\s+as\\s+(${word}))?\\s*(?:,|$)`, 'gu');
const exportPattern = new RegExp(`(${word})(?:\\s+as\\s+(${word}|${quoted}))?\\s*(?:,|$)`, 'gu');
const defaultPattern = new RegExp(`^\\s*(${word})\\s*(?:,|$)`, 'u');

/** Imported name and local name of each binding of an import clause. */
function listBindings(clause: string): readonly (readonly [name: string, local: string])[] {
  const named = [...readBraces(clause).matchAll(importPattern)].map(([, name = '', local]) => [readName(name), local ?? name] as const);
  const byDefault = defaultPattern.exec(clause)?.[1];
  return byDefault === undefined ? named : [['default', byDefault], ...named];
}

/** `export { a as default, b };` → `"default": a, "b": b`; `export default x;` → `"default": x`. */
function returnExports(statement: string): string {
  const byDefault = /^export default ([^]*?);?\s*$/.exec(statement)?.[1];
  if (byDefault !== undefined) return `"default": ${byDefault}`;
  const entries = [...readBraces(statement).matchAll(exportPattern)];
  return entries.map(([, local = '', name]) => `${JSON.stringify(readName(name ?? local))}: ${local}`).join(', ');
}

function readBraces(text: string): string {
  return /\{([^]*)\}/.exec(text)?.[1] ?? '';
}

function readName(name: string): string {
  return name.startsWith('"') ? (JSON.parse(name) as string) : name;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function applyEdits(source: string, edits: readonly Edit[]): string {
  let [result, position] = ['', 0];
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    result += source.slice(position, start) + text;
    position = end;
  }
  return result + source.slice(position);
}
