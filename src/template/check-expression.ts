import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateForbidden, templateUnknownHelper, templateValue, templateVarMissing } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { type Frame, insertAt, type MarkupWalk, numberRead, placeOf, resolvePath } from './markup-walk.ts';
import type { Call, Expression, PathExpression } from './parse-handlebars.ts';
import { createValueShape, type Shape, unknownShape, type ValueType } from './shape.ts';

/** How an expression is used: shown, looped over, asked for, or handed on to a helper. `bare`: inside `optional`, where it may be absent. */
export type Usage = 'text' | 'list' | 'condition' | 'argument' | 'bare';

/** Helpers that wrap a part of the markup. */
export const blockHelpers: readonly string[] = ['if', 'unless', 'each', 'with'];
const valueHelpers: readonly string[] = ['optional', 'eq', 'number', 'share', 'token'];

/** All helpers by name. */
export const helperNames: readonly string[] = [...blockHelpers, ...valueHelpers];

/** A call that is checked, and where it stands. */
interface Site {
  readonly walk: MarkupWalk;
  readonly frame: Frame;
}

/** Checks an expression with all inside it, notes what it reads, and marks its reads in the markup that is compiled, so that a missing value is told with its place. */
export function checkExpression(site: Site, expression: Expression, usage: Usage): Shape {
  switch (expression.type) {
    case 'PathExpression':
      return checkPath(site, expression, usage);
    case 'SubExpression':
      return checkHelper(site, expression, usage);
    case 'StringLiteral':
      return createValueShape('string');
    case 'NumberLiteral':
      return createValueShape('number');
    case 'BooleanLiteral':
      return createValueShape('boolean');
    default:
      return fail(
        site,
        templateForbidden(
          { construct: 'null or undefined, written out,', instead: 'Ask with (optional …) instead.' },
          { place: placeOf(site.frame, expression.loc) },
        ),
      );
  }
}

/** Checks what is written behind a helper's name or, where it has no such name and no parameters, the value itself. */
export function checkOutput(site: Site, call: Call): Shape {
  if (call.path.type !== 'PathExpression') {
    return fail(
      site,
      templateForbidden({ construct: 'A literal in braces', instead: 'Write the text without braces.' }, { place: placeOf(site.frame, call.path.loc) }),
    );
  }
  const isCall = call.params.length > 0 || (call.hash?.pairs.length ?? 0) > 0 || valueHelpers.includes(call.path.original);
  return isCall ? checkHelper(site, call, 'text') : checkPath(site, call.path, 'text');
}

function fail({ walk }: Site, diagnostic: Diagnostic): Shape {
  walk.diagnostics.push(diagnostic);
  return unknownShape;
}

const readers = { text: 'text', list: 'list', condition: 'value', argument: 'value' } as const;

function checkPath(site: Site, path: PathExpression, usage: Usage): Shape {
  const { walk, frame } = site;
  const { shape, available } = resolvePath(walk, frame, path);
  const place = placeOf(frame, path.loc);
  const isGroup = shape.kind === 'object' || shape.kind === 'list';
  if (isGroup && usage === 'text')
    return fail(
      site,
      templateVarMissing({ name: path.original, problem: `is a ${shape.kind === 'list' ? 'list' : 'group of values'}, not a text`, available }, { place }),
    );
  if (usage === 'text' && shape.kind === 'value' && shape.type === 'boolean')
    return fail(site, templateVarMissing({ name: path.original, problem: 'is true or false, not a text', available }, { place }));
  if (usage === 'bare' || shape.kind === 'unknown') return shape;
  const number = numberRead(walk, { path: path.original, place, available });
  insertAt(walk, frame, path.loc.start, usage === 'text' ? 'text ' : `(${readers[usage]} `);
  insertAt(walk, frame, path.loc.end, usage === 'text' ? ` ${number}` : ` ${number})`);
  return shape;
}

function checkHelper(site: Site, call: Call, usage: Usage): Shape {
  const place = placeOf(site.frame, call.path.loc);
  const name = call.path.type === 'PathExpression' ? call.path.original : '';
  if (call.path.type !== 'PathExpression' || !valueHelpers.includes(name)) {
    if (blockHelpers.includes(name))
      return fail(site, templateForbidden({ construct: `"${name}" as a value`, instead: `Write {{#${name} …}} … {{/${name}}}.` }, { place }));
    return fail(site, templateUnknownHelper({ name: String('original' in call.path ? call.path.original : ''), known: helperNames }, { place }));
  }
  switch (name) {
    case 'optional':
      return checkOptional(site, call, usage);
    case 'eq':
      return checkEqual(site, call);
    case 'number':
      return checkNumber(site, call);
    case 'share':
      return checkShare(site, call);
    default:
      return checkToken(site, call);
  }
}

/** Whether the call has this many parameters and no other settings than these. */
function checkArguments(
  { walk, frame }: Site,
  { path, params, hash }: Call,
  expected: { readonly count: number; readonly settings?: readonly string[]; readonly form: string },
): boolean {
  const settings = expected.settings ?? [];
  const unknown = (hash?.pairs ?? []).filter(({ key }) => !settings.includes(key));
  const instead = `Write ${expected.form}.`;
  for (const { key, loc } of unknown)
    walk.diagnostics.push(templateForbidden({ construct: `The setting "${key}"${formatNearest(key, settings)}`, instead }, { place: placeOf(frame, loc) }));
  if (params.length === expected.count) return unknown.length === 0;
  const found = { construct: `A call with ${params.length} value${params.length === 1 ? '' : 's'}`, instead };
  walk.diagnostics.push(templateForbidden(found, { place: placeOf(frame, path.loc) }));
  return false;
}

function checkOptional(site: Site, call: Call, usage: Usage): Shape {
  const place = placeOf(site.frame, call.path.loc);
  if (usage === 'argument')
    return fail(
      site,
      templateForbidden({ construct: 'A value that may be absent, handed to a helper,', instead: 'Ask first: {{#if (optional name)}} … {{/if}}.' }, { place }),
    );
  const [param] = call.params;
  if (!checkArguments(site, call, { count: 1, form: '(optional name)' }) || param === undefined) return unknownShape;
  if (param.type !== 'PathExpression')
    return fail(site, templateForbidden({ construct: 'optional round anything but a name', instead: 'Write (optional name).' }, { place }));
  const shape = checkExpression(site, param, 'bare');
  if (usage !== 'text' || (shape.kind !== 'object' && shape.kind !== 'list')) return shape;
  return fail(site, templateVarMissing({ name: param.original, problem: 'is not a text', available: [] }, { place }));
}

function checkEqual(site: Site, call: Call): Shape {
  if (!checkArguments(site, call, { count: 2, form: '(eq a b)' })) return unknownShape;
  for (const param of call.params) checkExpression(site, param, 'condition');
  return createValueShape('boolean');
}

const numberStyles = ['decimal', 'percent', 'currency', 'unit'];

function checkNumber(site: Site, call: Call): Shape {
  site.walk.reads.formats = true;
  const form = '{{number value style="percent" digits=0}}';
  if (!checkArguments(site, call, { count: 1, settings: ['style', 'digits', 'currency', 'unit'], form })) return unknownShape;
  const pairs = call.hash?.pairs ?? [];
  const style = pairs.find(({ key }) => key === 'style')?.value;
  const written = style?.type === 'StringLiteral' ? String(style.value) : 'decimal';
  const report = (problem: string): unknown =>
    fail(site, templateValue({ helper: 'number', problem, fix: `Write ${form}.` }, { place: placeOf(site.frame, call.path.loc) }));
  if (!numberStyles.includes(written)) report(`has no style "${written}"${formatNearest(written, numberStyles)}; there are ${numberStyles.join(', ')}`);
  const needed = written === 'currency' || written === 'unit' ? written : undefined;
  if (needed && !pairs.some(({ key }) => key === needed)) report(`with style "${written}" needs ${needed}="…"`);
  for (const { value } of pairs) checkExpression(site, value, 'argument');
  checkNumeric(site, call, 'number');
  return createValueShape('string');
}

function checkShare(site: Site, call: Call): Shape {
  if (!checkArguments(site, call, { count: 2, form: '{{share value most}}' })) return unknownShape;
  checkNumeric(site, call, 'share');
  return createValueShape('share');
}

/** Checks that all parameters are numbers, and hands the helper the number of its place. */
function checkNumeric(site: Site, { path, params }: Call, helper: string): void {
  const { walk, frame } = site;
  const name = params[0]?.type === 'PathExpression' ? params[0].original : '';
  for (const param of params) {
    const shape = checkExpression(site, param, 'argument');
    if (shape.kind === 'unknown' || isNumeric(shape)) continue;
    const shown = 'original' in param ? String(param.original) : 'a call';
    walk.diagnostics.push(
      templateValue(
        { helper, problem: `needs a number, and ${shown} is none`, fix: 'Declare the field with data.number() in template.ts.' },
        { place: placeOf(frame, param.loc) },
      ),
    );
  }
  insertAt(walk, frame, path.loc.end, ` ${numberRead(walk, { path: name, place: placeOf(frame, path.loc), available: [] })}`);
}

function isNumeric(shape: Shape): boolean {
  return shape.kind === 'value' && shape.type === 'number';
}

function checkToken(site: Site, call: Call): Shape {
  const { walk, frame } = site;
  const [param] = call.params;
  if (!checkArguments(site, call, { count: 1, form: '{{token "color.accent"}}' }) || param === undefined) return unknownShape;
  const place = placeOf(frame, param.loc);
  if (param.type !== 'StringLiteral')
    return fail(
      site,
      templateForbidden({ construct: 'A token by a computed name', instead: 'Write the path in quotes: {{token "color.accent"}}.' }, { place }),
    );
  const name = String(param.value);
  walk.tokens.push({ name, place });
  insertAt(walk, frame, call.path.loc.end, ` ${numberRead(walk, { path: name, place, available: [] })}`);
  return createValueShape('token');
}

/** Whether a value of this type may stand as a value inside `style`. */
export function isStyleValue(type: ValueType): boolean {
  return type === 'number' || type === 'share' || type === 'token';
}
