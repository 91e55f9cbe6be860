import { dataInvalid } from '../diagnostics/project.ts';
import { isMessageReference } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { DataField, DataFields } from '../model/template.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { CellDefinition } from './apply-overrides.ts';
import type { PlanInputs } from './plan-inputs.ts';

interface DataRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  readonly template: CompiledTemplate;
  readonly inputs: PlanInputs;
}

/**
 * The data that a template reads, checked against its declaration, with message references replaced by their text in the cell's language.
 * Fields that the template does not declare may still serve as values of messages, and are not part of the result.
 * @throws VisualsError `DATA_INVALID` for each field that is wrong, and what messages throw
 */
export function resolveCellData({ cell, asset, template, inputs }: DataRequest): JsonObject {
  const problems: Diagnostic[] = [];
  const resolver = createResolver({ problems, template: template.contract.name, text: (key) => inputs.text({ locale: cell.locale, key, data: asset.data }) });
  const declared = Object.fromEntries(Object.entries(template.contract.data).filter(([name]) => template.reads.data.includes(name)));
  const resolved = resolver(declared, asset.data, '');
  if (problems.length > 0) throw new VisualsError(problems);
  return resolved;
}

interface ResolverOptions {
  readonly problems: Diagnostic[];
  readonly template: string;
  readonly text: (key: string) => string;
}

type Resolver = (fields: DataFields, values: JsonObject, prefix: string) => JsonObject;

function createResolver({ problems, template, text }: ResolverOptions): Resolver {
  const refuse = (path: string, problem: string): undefined => {
    problems.push(dataInvalid({ path, problem, template }));
    return undefined;
  };

  const resolveText = (value: Json, path: string): string | undefined => {
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (!isMessageReference(value)) return refuse(path, `is ${describe(value)}; a text or message('key') is wanted`);
    try {
      return text(value.message);
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      problems.push(...error.diagnostics);
      return undefined;
    }
  };

  const resolveField = (field: DataField, value: Json | undefined, path: string): Json | undefined => {
    if (value === undefined) return field.optional ? undefined : refuse(path, 'is missing');
    if (field.type === 'text') return resolveText(value, path);
    if (field.type === 'list') return resolveList(field, value, path);
    if (typeof value !== field.type || (typeof value === 'number' && !Number.isFinite(value)))
      return refuse(path, `is ${describe(value)}; a ${field.type} is wanted`);
    return value;
  };

  const resolveList = (field: Extract<DataField, { type: 'list' }>, value: Json, path: string): Json | undefined => {
    if (!Array.isArray(value) || value.length === 0) return refuse(path, `is ${describe(value)}; a list with at least one row is wanted`);
    if (value.length > field.most) return refuse(path, `has ${value.length} rows; at most ${field.most} have room`);
    return value.map((row: Json, at) =>
      isObject(row) ? resolveFields(field.of, row, `${path}[${at}].`) : (refuse(`${path}[${at}]`, `is ${describe(row)}; an object is wanted`) ?? null),
    );
  };

  const resolveFields: Resolver = (fields, values, prefix) => {
    const entries = Object.entries(fields).map(([name, field]) => [name, resolveField(field, values[name], `${prefix}${name}`)] as const);
    return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
  };
  return resolveFields;
}

function describe(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : typeof value === 'object' ? 'an object' : String(value);
}
