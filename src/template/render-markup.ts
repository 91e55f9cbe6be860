import { runInThisContext } from 'node:vm';
import type HandlebarsWithCompiler from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { templateValue, templateVarMissing } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { aspectOf, type Insets, shapeOf, type Size } from '../model/geometry.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Variant } from '../model/matrix.ts';
import { scriptOf } from '../text/locale-facts.ts';
import { formatRatioVariable } from './format-ratio-variable.ts';
import type { CompiledTemplate } from './compile-template.ts';
import type { ReadPlace } from './markup-walk.ts';
import { formatTokenVariable } from './match-tokens.ts';

/** All that a template sees of one cell. */
export interface TemplateContext {
  readonly size: Size;
  readonly safeArea: Insets;
  readonly locale: string;
  /** What numbers are formatted by; default the locale. */
  readonly numberLocale?: string;
  readonly direction: 'ltr' | 'rtl';
  readonly variant: Variant;
  /** Token path → CSS value. */
  readonly tokens: { readonly [path: string]: string };
  /** Text slot → words; an optional slot without words is left out. */
  readonly texts: { readonly [slot: string]: string };
  /** Image slot → source, a key of the document's images. */
  readonly art: { readonly [slot: string]: string };
  /** Image slot → width over height of its picture. */
  readonly ratios: { readonly [slot: string]: number };
  readonly data: JsonObject;
}

/** The package declares no types for its part without the compiler. */
const Handlebars = runtime as unknown as Pick<typeof HandlebarsWithCompiler, 'create' | 'createFrame' | 'escapeExpression'>;

/**
 * Fills in a template: the markup of one card, root element and all.
 * @throws VisualsError `TEMPLATE_VAR_MISSING`, `TEMPLATE_VALUE`: everything that is absent, empty or not a text where one is shown
 */
export function renderMarkup(compiled: CompiledTemplate, context: TemplateContext): string {
  const problems: Diagnostic[] = [];
  const environment = Handlebars.create();
  for (const name of Object.keys(environment.helpers)) environment.unregisterHelper(name);
  environment.registerHelper(createHelpers(compiled.places, context, problems));
  for (const [name, code] of Object.entries(compiled.code.partials)) environment.registerPartial(name, environment.template(evaluate(code)));
  const inner = environment.template(evaluate(compiled.code.main))(createRoot(context));
  if (problems.length > 0) throw new VisualsError(problems);
  return `<div ${formatRootAttributes(context)}>${inner}</div>`;
}

/** The code was made from checked markup by the compiler, and reads nothing but its context. */
function evaluate(code: string): object {
  return runInThisContext(`(${code})`) as object;
}

/** No name that the data does not hold can be found, not even those that every object inherits. */
function createRoot({ texts, art, data, size, locale, direction, variant }: TemplateContext): object {
  const { width, height } = size;
  return detach({ ...texts, art, data, size: { width, height }, aspect: aspectOf(size), locale, dir: direction, variant });
}

function detach(value: Json): object {
  const detachOne = (each: Json): unknown => (typeof each === 'object' && each !== null ? detach(each) : each);
  if (Array.isArray(value)) return value.map(detachOne);
  const entries = Object.entries(value as JsonObject).map(([key, each]) => [key, detachOne(each)] as const);
  return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
}

type Helper = (this: unknown, ...values: unknown[]) => unknown;

/** What Handlebars hands a helper last. */
interface HelperOptions {
  readonly hash: { readonly [name: string]: unknown };
  readonly data: object;
  readonly fn: (context: unknown, options?: { data?: object; blockParams?: readonly unknown[] }) => string;
  readonly inverse: (context: unknown) => string;
}

function createHelpers(places: readonly ReadPlace[], context: TemplateContext, problems: Diagnostic[]): { readonly [name: string]: Helper } {
  const note = (index: unknown, problem: string): undefined => {
    const { path, place, available } = places[Number(index)]!;
    problems.push(templateVarMissing({ name: path, problem, available }, { place }));
  };
  const refuse = (index: unknown, helper: string, problem: string): undefined => {
    problems.push(
      templateValue({ helper, problem, fix: 'Correct the value in the data, or the call in the template.' }, { place: places[Number(index)]!.place }),
    );
  };
  return {
    ...createReaders(note),
    ...createBlocks(),
    optional: (value) => (value === null || value === '' ? undefined : value),
    eq: (a, b) => a === b,
    number: (index, value, options) =>
      formatNumber(value, (options as HelperOptions).hash, {
        locale: context.numberLocale ?? context.locale,
        refuse: (problem) => refuse(index, 'number', problem),
      }),
    share: (index, value, most) => formatShare(value, most, (problem) => refuse(index, 'share', problem)),
    token: (index, path) => {
      const { tokens } = context;
      if (typeof path === 'string' && Object.hasOwn(tokens, path)) return tokens[path];
      return problems.push(
        templateVarMissing(
          { name: String(path), problem: 'is no token of the brand', available: Object.keys(tokens) },
          { place: places[Number(index)]!.place },
        ),
      );
    },
  };
}

/** What the compiled markup calls round every read, with the number of its place: `text` where it is shown, `list` where it is looped over, `value` elsewhere. */
function createReaders(note: (index: unknown, problem: string) => undefined): { readonly [name: string]: Helper } {
  const read = (value: unknown, index: unknown): unknown => {
    if (value === undefined) return note(index, 'is not given');
    if (value === null) return note(index, 'is null');
    if (typeof value === 'string' && value.trim() === '') return note(index, 'is empty');
    return typeof value === 'number' && !Number.isFinite(value) ? note(index, 'is not a number') : value;
  };
  return {
    value: read,
    text: (value, index) => {
      if (typeof value === 'object' && value !== null) return note(index, `is ${Array.isArray(value) ? 'a list' : 'an object'}, not a text`);
      return typeof value === 'boolean' ? note(index, 'is true or false, not a text') : read(value, index);
    },
    list: (value, index) => {
      if (Array.isArray(value)) return value.length === 0 ? note(index, 'is an empty list, and the block has no {{else}}') : value;
      return read(value, index) === undefined ? undefined : note(index, 'is not a list');
    },
  };
}

/** Strictness is the readers' part: what comes here undefined was asked for with `optional`, or is already noted as a problem. */
function createBlocks(): { readonly [name: string]: Helper } {
  const choose = (isTaken: boolean, context: unknown, { fn, inverse }: HelperOptions): string => (isTaken ? fn(context) : inverse(context));
  return {
    if(condition, options) {
      return choose(isTrue(condition), this, options as HelperOptions);
    },
    unless(condition, options) {
      return choose(!isTrue(condition), this, options as HelperOptions);
    },
    with(value, options) {
      const { fn, inverse, data } = options as HelperOptions;
      return value === undefined ? inverse(this) : fn(value, { data, blockParams: [value] });
    },
    each(list, options) {
      const { fn, inverse, data } = options as HelperOptions;
      if (!Array.isArray(list) || list.length === 0) return inverse(this);
      const frame = (index: number): object =>
        Object.assign(Handlebars.createFrame(data) as object, { index, first: index === 0, last: index === list.length - 1 });
      return list.map((item: unknown, index) => fn(item, { data: frame(index), blockParams: [item, index] })).join('');
    },
  };
}

function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

type Refuse = (problem: string) => undefined;

function formatNumber(
  value: unknown,
  hash: HelperOptions['hash'],
  { locale, refuse }: { readonly locale: string; readonly refuse: Refuse },
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number') return refuse(`needs a number, got ${JSON.stringify(value)}`);
  const { style, digits, currency, unit } = hash;
  const fraction = digits === undefined ? {} : { minimumFractionDigits: Number(digits), maximumFractionDigits: Number(digits) };
  try {
    const options = { ...fraction, ...(style !== undefined && { style }), ...(currency !== undefined && { currency }), ...(unit !== undefined && { unit }) };
    return new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions).format(value);
  } catch (error) {
    return refuse(`can't format so: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A CSS percentage with four decimals at most: a tenth of a pixel on the widest card. */
function formatShare(value: unknown, most: unknown, refuse: Refuse): string | undefined {
  if (value === undefined || most === undefined) return undefined;
  if (typeof value !== 'number' || typeof most !== 'number') return refuse(`needs two numbers, got ${JSON.stringify(value)} and ${JSON.stringify(most)}`);
  if (!(most > 0)) return refuse(`can't show a share of ${most}`);
  if (value < 0 || value > most) return refuse(`can't show ${value} as a share of ${most}`);
  return `${Number(((value / most) * 100).toFixed(4))}%`;
}

function formatRootAttributes(context: TemplateContext): string {
  const variants = Object.entries(context.variant).map(([axis, value]) => `${axis}-${value}`);
  const shapes = [...new Set([aspectOf(context.size), shapeOf(context.size)])].map((shape) => `aspect-${shape}`);
  const classes = ['card', ...shapes, `script-${scriptOf(context.locale)}`, ...variants].join(' ');
  const style = Object.entries(listVariables(context)).map(([name, value]) => `${name}: ${value}`);
  const attributes = { class: classes, dir: context.direction, lang: context.locale, style: style.join('; ') };
  return Object.entries(attributes)
    .map(([name, value]) => `${name}="${Handlebars.escapeExpression(value)}"`)
    .join(' ');
}

function listVariables({ size, safeArea, tokens, ratios }: TemplateContext): { readonly [name: string]: string } {
  const { width, height } = size;
  const pixels = {
    u: Math.min(width, height) / 100,
    width,
    height,
    'safe-top': safeArea.top,
    'safe-right': safeArea.right,
    'safe-bottom': safeArea.bottom,
    'safe-left': safeArea.left,
  };
  const own = Object.entries(pixels).map(([name, value]) => [`--${name}`, `${Number(value.toFixed(4))}px`] as const);
  const shapes = Object.entries(ratios).map(([slot, ratio]) => [formatRatioVariable(slot), String(Number(ratio.toFixed(6)))] as const);
  return Object.fromEntries([...own, ...shapes, ...Object.entries(tokens).map(([path, value]) => [formatTokenVariable(path), value] as const)]);
}
