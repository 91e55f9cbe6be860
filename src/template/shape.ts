import type { DataField, DataFields, TemplateContract } from '../model/template.ts';

/** What a value in the markup is, as far as can be told before there are values. `name`: an identifier such as a shape or a locale; `share`, `token`: made by those helpers. */
export type ValueType = 'text' | 'number' | 'string' | 'boolean' | 'art' | 'name' | 'share' | 'token';

/** Where a value comes from, to tell what a template reads. */
export interface Origin {
  readonly kind: 'slot' | 'data' | 'variant';
  /** Of data, dotted: `rows.label`. */
  readonly name: string;
}

/** The static counterpart of a value. `unknown` stands in after an error, so that one mistake is told once. */
export type Shape =
  | { readonly kind: 'value'; readonly type: ValueType; readonly origin?: Origin }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Shape>; readonly isOpen?: boolean }
  | { readonly kind: 'list'; readonly of: Shape; readonly origin?: Origin }
  | { readonly kind: 'unknown' };

/** Stands in after an error. */
export const unknownShape: Shape = { kind: 'unknown' };

/** A value without an origin. */
export function createValueShape(type: ValueType): Shape {
  return { kind: 'value', type };
}

/** What the markup of a template with this contract can read. */
export function createRootShape({ slots, data }: TemplateContract): Shape {
  const texts = Object.entries(slots).filter(([, slot]) => slot.type === 'text' && slot.from === 'copy');
  const images = Object.entries(slots).filter(([, slot]) => slot.type === 'image');
  const toSlot =
    (type: ValueType) =>
    ([name]: readonly [string, unknown]): [string, Shape] => [name, { kind: 'value', type, origin: { kind: 'slot', name } }];
  return createObject([
    ...texts.map(toSlot('text')),
    ['art', createObject(images.map(toSlot('art')))],
    ['data', createDataShape(data, '')],
    ['size', createObject(['width', 'height'].map((name) => [name, createValueShape('number')]))],
    ...['aspect', 'locale', 'dir'].map((name): [string, Shape] => [name, createValueShape('name')]),
    ['variant', { kind: 'object', fields: new Map(), isOpen: true }],
  ]);
}

function createObject(fields: readonly (readonly [string, Shape])[]): Shape {
  return { kind: 'object', fields: new Map(fields) };
}

function createDataShape(fields: DataFields, prefix: string): Shape {
  return createObject(Object.entries(fields).map(([name, field]) => [name, createFieldShape(field, `${prefix}${name}`)]));
}

function createFieldShape(field: DataField, name: string): Shape {
  const origin: Origin = { kind: 'data', name };
  return field.type === 'list' ? { kind: 'list', of: createDataShape(field.of, `${name}.`), origin } : { kind: 'value', type: field.type, origin };
}

/** The names in a value, for messages. */
export function listNames(shape: Shape): readonly string[] {
  return shape.kind === 'object' ? [...shape.fields.keys()] : [];
}

/** The field of an object; undefined when it has none of that name. */
export function findField(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'unknown') return shape;
  if (shape.kind !== 'object') return undefined;
  return shape.fields.get(name) ?? (shape.isOpen ? { kind: 'value', type: 'name', origin: { kind: 'variant', name } } : undefined);
}

/** The context of a partial that is called with named values. */
export function extendShape(context: Shape, named: ReadonlyMap<string, Shape>): Shape {
  if (named.size === 0 || context.kind === 'unknown') return context;
  return { kind: 'object', fields: new Map([...(context.kind === 'object' ? context.fields : []), ...named]) };
}
