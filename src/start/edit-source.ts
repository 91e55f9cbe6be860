import { parseSync } from 'oxc-parser';
import type { Expression, ObjectExpression, Program } from 'oxc-parser';

/** How the config of a site's tool takes us in. */
export interface PluginEdit {
  /** The line that imports it. */
  readonly from: string;
  readonly name: string;
  /** `list`: a call in the list of this name; `wrap`: a call round the whole config. */
  readonly how: { readonly kind: 'list'; readonly list: string } | { readonly kind: 'wrap' };
}

/** The source with the plugin in it; `done` when it has it already, undefined when that can't be told or done safely. */
export function editSource(path: string, text: string, edit: PluginEdit): string | 'done' | undefined {
  if (text.includes(edit.from)) return 'done';
  const { program, errors } = parseSync(path, text, { sourceType: 'module' });
  const config = errors.length > 0 ? undefined : findConfig(program);
  if (config === undefined) return undefined;
  const change = edit.how.kind === 'wrap' ? wrap(config, edit.name) : addToList(config, edit.how.list, edit.name);
  if (change === undefined) return undefined;
  return applyChanges(text, [...change, addImport(program, text, edit)]);
}

interface Change {
  readonly at: number;
  readonly text: string;
}

function applyChanges(text: string, changes: readonly Change[]): string {
  return changes.toSorted((a, b) => b.at - a.at).reduce((result, { at, text: added }) => result.slice(0, at) + added + result.slice(at), text);
}

/** What the module exports as default; a CommonJS file is left alone, for it can't import us in the same way. */
function findConfig(program: Program): Expression | undefined {
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration')?.declaration;
  if (exported === undefined || exported.type === 'FunctionDeclaration' || exported.type === 'ClassDeclaration' || exported.type === 'TSInterfaceDeclaration')
    return undefined;
  return exported;
}

function wrap({ start, end }: Expression, name: string): readonly Change[] {
  return [
    { at: end, text: ')' },
    { at: start, text: `${name}(` },
  ];
}

function addToList(config: Expression, list: string, name: string): readonly Change[] | undefined {
  const object = findObject(config);
  if (object === undefined) return undefined;
  const property = object.properties.find((each) => each.type === 'Property' && !each.computed && each.key.type === 'Identifier' && each.key.name === list);
  if (property === undefined) return [{ at: object.start + 1, text: object.properties.length === 0 ? ` ${list}: [${name}()] ` : `\n  ${list}: [${name}()],` }];
  if (property.type !== 'Property' || property.value.type !== 'ArrayExpression') return undefined;
  const last = property.value.elements.at(-1);
  return [last === undefined || last === null ? { at: property.value.start + 1, text: `${name}()` } : { at: last.end, text: `, ${name}()` }];
}

/** `{ … }`, or `defineConfig({ … })`, with types round it or not. */
function findObject(config: Expression): ObjectExpression | undefined {
  if (config.type === 'ObjectExpression') return config;
  if (config.type === 'TSSatisfiesExpression' || config.type === 'TSAsExpression') return findObject(config.expression);
  const [first] = config.type === 'CallExpression' ? config.arguments : [];
  return first?.type === 'ObjectExpression' ? first : undefined;
}

/** Below the last import, in the quotes and with the line end that the file has. */
function addImport(program: Program, text: string, { name, from }: PluginEdit): Change {
  const last = program.body.findLast((node) => node.type === 'ImportDeclaration');
  const sample = last === undefined ? undefined : text.slice(last.start, last.end);
  const quote = sample?.includes('"') ? '"' : "'";
  const line = `import { ${name} } from ${quote}${from}${quote}${sample === undefined || sample.endsWith(';') ? ';' : ''}`;
  return last === undefined ? { at: 0, text: `${line}\n\n` } : { at: last.end, text: `\n${line}` };
}
