import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateCss } from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { RenderDocument, RenderElement, Renderer } from '../spec/renderer.ts';
import type { FoundDeclaration } from './check-css.ts';
import { guessValues } from './fill-variables.ts';

/** Asks the renderer itself which declarations it would drop: properties that it does not know, and values that it can't read or reads only in part. */
export async function checkDeclarations(declarations: readonly FoundDeclaration[], renderer: Renderer): Promise<readonly Diagnostic[]> {
  const properties = [...new Set(declarations.map(({ property }) => property))];
  const unknown = new Set(await renderer.unknownProperties(properties));
  const known = properties.filter((property) => !unknown.has(property));
  const drops = declarations.filter(({ property }) => unknown.has(property)).map((declaration) => describeProperty(declaration, known));
  const readings = declarations.filter(({ property }) => !unknown.has(property)).flatMap(listReadings);
  const wrong = new Set(await findUnreadable(readings, renderer));
  return [
    ...drops,
    ...readings.flatMap((reading) => (wrong.has(reading) ? [describeValue(reading)] : reading.isMalformed ? [describeMalformed(reading)] : [])),
  ];
}

/** What to write in place of names that the renderer lacks. */
const substitutes: { readonly [property: string]: string } = {
  'inline-size': 'Use width.',
  'block-size': 'Use height.',
  font: 'Use font-family, font-size and font-weight.',
};

function describeProperty({ property, place }: FoundDeclaration, known: readonly string[]): Diagnostic {
  const instead = substitutes[property] ?? 'Correct the name, or remove the declaration.';
  return templateCss({ problem: `The renderer does not know the property \`${property}\`${formatNearest(property, known)}`, instead }, { place });
}

/** One value of a declaration, and the texts that it may turn out as. */
interface Reading {
  readonly property: string;
  readonly value: string;
  readonly guesses: readonly string[];
  readonly isMalformed: boolean;
  readonly place: Place;
}

function listReadings({ property, values, malformed, place }: FoundDeclaration): readonly Reading[] {
  return values.map((value) => ({ property, value, guesses: guessValues(property, value), isMalformed: malformed.includes(value), place }));
}

/** The renderer refuses an inline value that it can't read. One layout with all of them tells whether it is worth looking closer: at each half, down to the one. */
async function findUnreadable(readings: readonly Reading[], renderer: Renderer): Promise<readonly Reading[]> {
  const told = readings.filter(({ guesses }) => guesses.length > 0);
  if (told.length === 0 || (await canRead(told, renderer))) return [];
  if (told.length === 1) return (await canReadAny(told[0]!, renderer)) ? [] : told;
  const middle = Math.ceil(told.length / 2);
  return [...(await findUnreadable(told.slice(0, middle), renderer)), ...(await findUnreadable(told.slice(middle), renderer))];
}

async function canReadAny(reading: Reading, renderer: Renderer): Promise<boolean> {
  for (const guess of reading.guesses.slice(1)) if (await canRead([{ ...reading, guesses: [guess] }], renderer)) return true;
  return false;
}

async function canRead(readings: readonly Reading[], renderer: Renderer): Promise<boolean> {
  try {
    await renderer.layout(createProbe(readings));
    return true;
  } catch {
    return false;
  }
}

function createProbe(readings: readonly Reading[]): RenderDocument {
  const bare = { type: 'element', tag: 'div', classes: [], attributes: {}, children: [] } as const;
  const children = readings.map(({ property, guesses }): RenderElement => ({ ...bare, style: { [property]: guesses[0] ?? '' } }));
  return { width: 8, height: 8, root: { ...bare, style: {}, children }, css: [], lang: 'en', families: [], images: new Map() };
}

function describeValue({ property, value, place }: Reading): Diagnostic {
  return templateCss(
    {
      problem: `The renderer can't read \`${property}: ${value}\``,
      instead: 'Write a value that it knows: lengths in px, em or %, calc() and var(); no min(), max() or clamp().',
    },
    { place },
  );
}

function describeMalformed({ property, value, place }: Reading): Diagnostic {
  return templateCss(
    {
      problem: `\`${property}: ${value}\` is not CSS, and the renderer draws a part of it`,
      instead: 'Correct the value: a word or a number in it has no meaning there.',
    },
    { place },
  );
}
