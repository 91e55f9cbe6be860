import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { compareCodeUnits } from '../keys/canonical.ts';
import { parseIcu, type IcuLibrary } from './format-message.ts';
import type { ResolvedMessage } from './resolve-message.ts';

/**
 * What a translation lacks of its source, or has beyond it: placeholders and their types, the choices of a select, tags. Each problem goes on from `The translation`.
 * A plural may have the forms that the language needs.
 * @throws VisualsError `COPY_ICU` when one of them is no ICU MessageFormat
 */
export function compareMessages(source: ResolvedMessage, target: ResolvedMessage, icu: Pick<IcuLibrary, 'parse' | 'TYPE'>): readonly string[] {
  const [wanted, found] = [source, target].map((message) => listParts(parseIcu(message, icu.parse, {}), icu.TYPE));
  const missing = subtract(wanted!, found!);
  const added = subtract(found!, wanted!);
  const lacks = missing.length === 0 ? [] : [`lacks ${missing.join(', ')}`];
  const has = added.length === 0 ? [] : [`has ${added.join(', ')}, which its source has not`];
  return lacks.length > 0 && has.length > 0 ? [`${lacks[0]!}, and ${has[0]!}`] : [...lacks, ...has];
}

/** Each part as it is told, once: a translation may mention a value twice. */
function listParts(elements: readonly MessageFormatElement[], types: IcuLibrary['TYPE']): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const element of elements) for (const part of describeElement(element, types)) parts.add(part);
  return parts;
}

function describeElement(element: MessageFormatElement, types: IcuLibrary['TYPE']): readonly string[] {
  if (element.type === types.literal) return [...element.value.matchAll(/<\/?[A-Za-z][\w-]*[^<>]*>/g)].map(([tag]) => tag);
  if (element.type === types.pound || element.type === types.tag) return [];
  const inner = 'options' in element ? Object.values(element.options).flatMap(({ value }) => [...listParts(value, types)]) : [];
  return [describeArgument(element, types), ...inner];
}

type Argument = Exclude<MessageFormatElement, { readonly type: 0 | 7 | 8 }>;

function describeArgument(element: Argument, types: IcuLibrary['TYPE']): string {
  const { value: name } = element;
  if (element.type === types.select) return `{${name}, select, ${Object.keys(element.options).toSorted(compareCodeUnits).join(' ')}}`;
  if (element.type === types.plural) return `{${name}, ${element.pluralType === 'ordinal' ? 'selectordinal' : 'plural'}}`;
  const kind = [types.number, types.date, types.time].find((type) => type === element.type);
  return kind === undefined ? `{${name}}` : `{${name}, ${kind === types.number ? 'number' : kind === types.date ? 'date' : 'time'}}`;
}

function subtract(one: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] {
  return [...one].filter((part) => !other.has(part));
}
