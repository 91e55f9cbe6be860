import { parseSync } from 'oxc-parser';

/** The text of a tsconfig that includes further paths; `done` when it includes them, undefined when it can't be told what to change. Comments and order stay. */
export function editTsconfig(text: string, paths: readonly string[]): string | 'done' | undefined {
  const opening = '(';
  const { program, errors } = parseSync('tsconfig.ts', `${opening}${text})`);
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== 'ExpressionStatement') return undefined;
  const object = statement.expression.type === 'ParenthesizedExpression' ? statement.expression.expression : statement.expression;
  if (object.type !== 'ObjectExpression') return undefined;
  const find = (name: string) => object.properties.find((each) => each.type === 'Property' && each.key.type === 'Literal' && each.key.value === name);
  const include = find('include');
  const insert = (at: number, added: string): string => text.slice(0, at - opening.length) + added + text.slice(at - opening.length);
  if (include === undefined) {
    // Only named files, or only other projects: nothing is found by pattern there.
    if (find('files') !== undefined || find('references') !== undefined) return undefined;
    const list = JSON.stringify(['**/*', ...paths]).replaceAll(',', ', ');
    return insert(object.start + 1, `\n  "include": ${list}${object.properties.length > 0 ? ',' : '\n'}`);
  }
  if (include.type !== 'Property' || include.value.type !== 'ArrayExpression') return undefined;
  const elements = include.value.elements.flatMap((each) => (each?.type === 'Literal' ? [each] : []));
  const missing = paths.filter((path) => !elements.some(({ value }) => value === path || value === `./${path}`));
  if (missing.length === 0) return 'done';
  const added = missing.map((path) => JSON.stringify(path)).join(', ');
  const last = elements.at(-1);
  return last === undefined ? insert(include.value.start + 1, added) : insert(last.end, `, ${added}`);
}
