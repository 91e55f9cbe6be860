import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RowTable } from './row.ts';

/** The type of a table's rows, as TypeScript: a column that some rows lack is optional, one whose values differ in kind is a union. */
export function describeRowType({ rows, columns }: RowTable): string {
  return describeObjects(
    rows.map(({ values }) => values),
    columns,
  );
}

function describeObjects(objects: readonly JsonObject[], keys: readonly string[]): string {
  const members = keys.map((key) => {
    const having = objects.filter((object) => Object.hasOwn(object, key));
    const optional = having.length < objects.length ? '?' : '';
    return `readonly ${JSON.stringify(key)}${optional}: ${describeValues(having.map((object) => object[key]!))}`;
  });
  return members.length === 0 ? '{}' : `{ ${members.join('; ')} }`;
}

/** A table without rows has nothing to tell types from: texts, as in every CSV. */
function describeValues(values: readonly Json[]): string {
  if (values.length === 0) return 'string';
  const [lists, objects] = [values.filter(isList), values.filter((value) => isObject(value))];
  const scalars = ['boolean', 'number', 'string'].filter((type) => values.some((value) => typeof value === type));
  return [
    ...scalars,
    ...(objects.length > 0 ? [describeObjects(objects, [...new Set(objects.flatMap(Object.keys))])] : []),
    ...(lists.length > 0 ? [describeLists(lists)] : []),
    ...(values.includes(null) ? ['null'] : []),
  ].join(' | ');
}

function describeLists(lists: readonly (readonly Json[])[]): string {
  const items = lists.flat();
  return items.length === 0 ? 'readonly []' : `readonly (${describeValues(items)})[]`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
