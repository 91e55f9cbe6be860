import type { TranslationUnit } from '../copy/copy-format.ts';
import type { MessageUse } from '../plan/list-message-uses.ts';
import type { TextLimit } from '../text/estimate-limit.ts';
import type { Copy } from '../copy/load-copy.ts';
import type { MessageCells } from './draw-message-cells.ts';
import { addTo } from '../model/group-by.ts';

/** A message, and all that is known of it. */
export interface UnitRequest {
  readonly key: string;
  readonly copy: Copy;
  /** The source language. */
  readonly source: string;
  /** The target language. */
  readonly locale: string;
  readonly uses: readonly MessageUse[];
  readonly limit: TextLimit | undefined;
  readonly drawn: MessageCells;
  /** Whether every template is known, so that what has no use is shown nowhere. */
  readonly isComplete: boolean;
}

/** A message for a translator. The note says what the text is for, where it is shown, how much room it has, and where to see it. */
export function describeUnit(request: UnitRequest): TranslationUnit & { readonly picture?: string } {
  const { key, copy, source, locale, limit, drawn } = request;
  const cell = drawn.cells.get(key);
  const original = copy.find(source, key)!;
  const target = copy.find(locale, key)?.text;
  const limits = [limit?.characters, original.limit].filter((each) => each !== undefined);
  const picture = cell === undefined ? undefined : formatPicturePath(cell);
  return {
    key,
    source: original.text,
    ...(target !== undefined && { target }),
    note: formatNote(request, picture),
    ...(original.context !== undefined && { context: original.context }),
    ...(limits.length > 0 && !hasChoices(original.text) && { limit: Math.min(...limits) }),
    ...(picture !== undefined && { picture }),
  };
}

/** Whether a message holds a plural or select, whose characters are not those that are shown: a translator's tool that counts them would complain. The note tells the room. */
const hasChoices = (text: string): boolean => /\{[^{}]*\{/.test(text);

/** Where the picture of a cell lies in the folder of an export. */
export function formatPicturePath(cell: string): string {
  return `pictures/${cell.replaceAll('/', '-')}.webp`;
}

function formatNote({ key, copy, source, uses, limit, drawn, isComplete }: UnitRequest, picture: string | undefined): string {
  const { note: author, limit: most } = copy.find(source, key)!;
  const overflow = drawn.problems.find(
    ({ code, cell, details }) => code === 'TEXT_OVERFLOW' && uses.some((use) => use.cell.id === cell && use.name === details?.['slot']),
  );
  const lines = [
    ...(author === undefined ? [] : [author]),
    ...(uses.length === 0 && isComplete ? ['No picture shows it.'] : listPlaces(uses)),
    ...(limit === undefined ? [] : [`Room: about ${limit.characters} characters, ${limit.lines} ${limit.lines === 1 ? 'line' : 'lines'}.`]),
    ...(most === undefined ? [] : [`Not more than ${most} characters.`]),
    ...(overflow === undefined ? [] : [`The present text does not fit: ${overflow.message}`]),
    ...(picture === undefined ? [] : [`Picture: ${picture}`]),
  ];
  return lines.join('\n');
}

/** How many cells are named one by one. */
const mostNamed = 12;

/** `headline of spring-launch: og, story` */
function listPlaces(uses: readonly MessageUse[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { role, name, cell } of uses) {
    const what = role === name || role === 'alternative text' ? role : `${role} "${name}"`;
    const group = `${what} of ${cell.asset}`;
    addTo(groups, group, [cell.size.name, ...Object.values(cell.variant)].join('.'));
  }
  return [...groups].map(([group, cells]) => {
    const more = cells.length > mostNamed ? ` and ${cells.length - mostNamed} more` : '';
    return `${group.slice(0, 1).toUpperCase()}${group.slice(1)}: ${cells.slice(0, mostNamed).join(', ')}${more}`;
  });
}
