import type { MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Formatters, IntlMessageFormat } from 'intl-messageformat';
import type { Context } from '../diagnostics/define.ts';
import { copyEmpty, copyIcu, copyTooLong, copyValueInvalid, copyValueMissing } from '../diagnostics/text.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import { VisualsError, type Diagnostic, type Place } from '../model/diagnostic.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isolateFormatted, isolateMessage, isolateValue, type Direction } from './isolate-direction.ts';
import type { CopyUnit } from '../copy/copy-format.ts';
import { placeWithin } from '../copy/text-places.ts';
import { directionOf, isSameWriting, setNumbering } from './locale-facts.ts';
import { hasVisibleText, type ResolvedMessage } from './resolve-message.ts';

/** What formats messages; null when no message needs it. */
export interface IcuLibrary {
  readonly parse: Parse;
  readonly TYPE: typeof TYPE;
  readonly IntlMessageFormat: typeof IntlMessageFormat;
}

/** Loads the formatter when one of the texts needs it: plain copy does without. */
export async function loadIcuFor(texts: Iterable<string>): Promise<IcuLibrary | null> {
  for (const text of texts) if (needsFormatting(text)) return loadIcu();
  return null;
}

/** Loads the formatter. */
export async function loadIcu(): Promise<IcuLibrary> {
  const [parser, formatter] = await Promise.all([import('@formatjs/icu-messageformat-parser'), import('intl-messageformat')]);
  return { parse: parser.parse, TYPE: parser.TYPE, IntlMessageFormat: formatter.IntlMessageFormat };
}

/** The values that a message may mention, the formatter, and the asset or cell that needs it. */
export interface FormatOptions {
  readonly values: JsonObject;
  /** From {@link loadIcuFor}. */
  readonly icu: IcuLibrary | null;
  readonly context?: Context;
  /** Of the picture: a message that was found in `en` for `en-GB` has British dates. Default that of the message. */
  readonly locale?: string;
  /** Of the picture; default that of the message's own language. */
  readonly direction?: Direction;
  /** Locale → its numbering system, such as `latn`, where it is not the language's own. */
  readonly numbering?: { readonly [locale: string]: string };
}

/**
 * The text of a message: ICU MessageFormat 1 with the first-level scalars of `values`, NFC-normalised. Tags are plain text. Plurals, numbers and dates follow the locale of the picture where the message is in its language, else
 * the locale that the message was found in; dates are ISO 8601 texts, shown in UTC.
 * Every placeholder needs a value, whichever branch is taken, so that what fails for one value fails for all. Values that may run against the message's direction
 * are isolated, as is a message that runs against the picture's.
 * @throws VisualsError `COPY_ICU`, `COPY_VALUE_MISSING`, `COPY_VALUE_INVALID`, `COPY_EMPTY`, `COPY_TOO_LONG`
 */
export function formatMessage(message: ResolvedMessage, options: FormatOptions): string {
  const { icu, context = {}, direction } = options;
  const text = icu !== null && needsFormatting(message.text) ? formatIcu(message, icu, options) : message.text;
  if (!hasVisibleText(text)) throw new VisualsError(copyEmpty({ locale: message.locale, key: message.key }, { ...context, place: message.place }));
  refuseTooLong(message, text, context);
  const own = directionOf(message.locale);
  return isolateMessage(text.normalize('NFC'), own, direction ?? own);
}

/** Soft hyphens, break marks and isolates are no characters to anybody. */
function refuseTooLong({ key, locale, limit, place }: ResolvedMessage, text: string, context: Context): void {
  if (limit === undefined || text.length <= limit) return;
  const characters = [...text.normalize('NFC').replaceAll(/[\u00AD\u200B\u2066-\u2069]/g, '')].length;
  if (characters > limit) throw new VisualsError(copyTooLong({ key, locale, characters, limit }, { ...context, place }));
}

/** Without braces nothing is replaced; an apostrophe stands for itself unless a second one or an angle bracket follows. */
function needsFormatting(text: string): boolean {
  return /[{}]|'['<>]/.test(text);
}

function formatIcu(message: ResolvedMessage, icu: IcuLibrary, { values, context = {}, locale = message.locale, numbering = {} }: FormatOptions): string {
  const elements = parseIcu(message, icu.parse, context);
  const uses = listUses(elements, icu.TYPE);
  const problems = uses.flatMap((use) => checkUse(use, values, message, context));
  if (problems.length > 0) throw new VisualsError(problems);
  const direction = directionOf(message.locale);
  const converted = Object.assign(
    Object.create(null) as Record<string, string | number | Date>,
    Object.fromEntries(uses.map((use) => [use.element.value, convertValue(use, values, direction)])),
  );
  const shown = isSameWriting(locale, message.locale) ? locale : message.locale;
  const numbered = setNumbering(shown, [shown, message.locale].map((each) => (Object.hasOwn(numbering, each) ? numbering[each] : undefined)).find(isText));
  const text: unknown = new icu.IntlMessageFormat(elements, numbered, undefined, { formatters: createFormatters(direction) }).format(converted);
  return String(text);
}

const isText = (value: string | undefined): value is string => value !== undefined;

function createFormatters(direction: Direction): Formatters {
  return {
    getNumberFormat: (locales, options) => new DirectedNumberFormat(direction, locales, options),
    getDateTimeFormat: (locales, options) => new DirectedDateFormat(direction, locales, { timeZone: 'UTC', ...options }),
    getPluralRules: (locales, options) => new Intl.PluralRules(locales, options),
  };
}

class DirectedNumberFormat extends Intl.NumberFormat {
  readonly #direction: Direction;

  constructor(direction: Direction, ...options: ConstructorParameters<typeof Intl.NumberFormat>) {
    super(...options);
    this.#direction = direction;
  }

  override format(value: number | bigint): string {
    return isolateFormatted(super.format(value), this.#direction);
  }
}

class DirectedDateFormat extends Intl.DateTimeFormat {
  readonly #direction: Direction;

  constructor(direction: Direction, ...options: ConstructorParameters<typeof Intl.DateTimeFormat>) {
    super(...options);
    this.#direction = direction;
  }

  override format(date?: Date | number): string {
    return isolateFormatted(super.format(date), this.#direction);
  }
}

/** Reads a message into its elements. */
export type Parse = (text: string, options: { readonly ignoreTag: boolean; readonly captureLocation: boolean }) => MessageFormatElement[];

/** The elements of a message, with their places in it. @throws VisualsError `COPY_ICU` */
export function parseIcu(message: ResolvedMessage, parse: Parse, context: Context): MessageFormatElement[] {
  const result = tryParse(message, parse);
  if (!('problem' in result)) return result;
  throw new VisualsError(copyIcu({ key: message.key, locale: message.locale, problem: result.problem }, { ...context, place: result.place }));
}

/** Why a message is no ICU MessageFormat, and where; undefined when it is. */
export function findIcuFault(message: CopyUnit, parse: Parse): IcuFault | undefined {
  const result = tryParse(message, parse);
  return 'problem' in result ? result : undefined;
}

interface IcuFault {
  readonly problem: string;
  readonly place: Required<Place>;
}

function tryParse(message: CopyUnit, parse: Parse): MessageFormatElement[] | IcuFault {
  try {
    return parse(message.text, { ignoreTag: true, captureLocation: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const offset = 'location' in error ? (error.location as { readonly start: { readonly offset: number } }).start.offset : 0;
    return { problem: error.message.toLowerCase().replaceAll('_', ' '), place: placeWithin(message, offset) };
  }
}

type Placeholder = Extract<MessageFormatElement, { readonly type: 1 | 2 | 3 | 4 | 5 | 6 }>;

/** A placeholder in a message. */
interface Use {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'date';
  readonly element: Placeholder;
  /** Whether it stands for the value itself, without a type. */
  readonly isPlain: boolean;
  /** A style by name, such as `percent`; undefined for none and for skeletons. */
  readonly style: string | undefined;
}

/** All placeholders, those of all branches among them. Dates and plain values get names of their own, for the same value may stand elsewhere as something else. */
function listUses(elements: readonly MessageFormatElement[], types: typeof TYPE): readonly Use[] {
  return elements.flatMap((element): readonly Use[] => {
    if (element.type === types.literal || element.type === types.pound || element.type === types.tag) return [];
    const name = element.value;
    const style = 'style' in element && typeof element.style === 'string' ? element.style : undefined;
    const isDate = element.type === types.date || element.type === types.time;
    const isPlain = element.type === types.argument;
    if (isDate || isPlain) element.value = `${name}\u0000${isDate ? 'date' : 'plain'}`;
    const kind = isDate ? 'date' : element.type === types.number || element.type === types.plural ? 'number' : 'text';
    const branches = 'options' in element ? Object.values(element.options) : [];
    return [{ name, kind, element, isPlain, style }, ...branches.flatMap((branch) => listUses(branch.value, types))];
  });
}

const numberStyles = ['integer', 'percent', 'currency'];
const dateStyles = ['short', 'medium', 'long', 'full'];

function checkUse(
  { name, kind, element, style }: Use,
  values: JsonObject,
  { key, locale, ...message }: ResolvedMessage,
  context: Context,
): readonly Diagnostic[] {
  const located = { ...context, place: placeWithin(message, element.location?.start.offset ?? 0) };
  const styles = kind === 'date' ? dateStyles : numberStyles.slice(0, 2);
  if (style !== undefined && !styles.includes(style))
    return [copyIcu({ key, locale, problem: `"${style}" is none of the styles ${styles.join(', ')}, nor a skeleton such as ::currency/EUR` }, located)];
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (!isScalar(value))
    return [
      copyValueMissing(
        {
          key,
          locale,
          name,
          available: Object.keys(values)
            .filter((each) => isScalar(values[each]))
            .toSorted(compareCodeUnits),
        },
        located,
      ),
    ];
  const expected = describeMismatch(kind, value);
  return expected === undefined ? [] : [copyValueInvalid({ key, locale, name, value: JSON.stringify(value), expected }, located)];
}

function describeMismatch(kind: Use['kind'], value: Json): string | undefined {
  if (kind === 'number' && !(typeof value === 'number' && Number.isFinite(value))) return 'a number';
  return kind === 'date' && readDate(value) === undefined ? 'a date such as "2026-05-01"' : undefined;
}

function convertValue({ name, kind, isPlain }: Use, values: JsonObject, direction: Direction): string | number | Date {
  const value = values[name] as string | number | boolean;
  if (kind === 'date') return readDate(value)!;
  if (isPlain) return isolateValue(String(value), direction);
  return typeof value === 'boolean' ? String(value) : value;
}

/** A text without a zone is taken as UTC, wherever the build runs. */
function readDate(value: Json): Date | undefined {
  const parts = typeof value === 'string' ? /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(value) : null;
  if (parts === null) return undefined;
  const date = new Date(`${parts[1]}T${parts[2] ?? '00:00'}${parts[3] ?? 'Z'}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
