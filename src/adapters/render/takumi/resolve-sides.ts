type Direction = 'ltr' | 'rtl';

const borderParts = ['', '-width', '-style', '-color'];
const corners = [
  ['start', 'top'],
  ['end', 'bottom'],
] as const;

/**
 * Properties of logical sides that the engine does not know, which it would drop in silence: name → what it is called where text runs from left to right, and from right to left.
 * It mirrors `margin-inline-*` and `padding-inline-*` itself.
 */
const physicalNames: ReadonlyMap<string, { readonly [direction in Direction]: string }> = new Map([
  ...listNames('start', { ltr: 'left', rtl: 'right' }),
  ...listNames('end', { ltr: 'right', rtl: 'left' }),
]);

function listNames(side: 'start' | 'end', { ltr, rtl }: { readonly [direction in Direction]: string }) {
  return [
    [`inset-inline-${side}`, { ltr, rtl }] as const,
    ...borderParts.map((part) => [`border-inline-${side}${part}`, { ltr: `border-${ltr}${part}`, rtl: `border-${rtl}${part}` }] as const),
    ...corners.map(
      ([block, edge]) => [`border-${block}-${side}-radius`, { ltr: `border-${edge}-${ltr}-radius`, rtl: `border-${edge}-${rtl}-radius` }] as const,
    ),
  ];
}

/** The name under which the engine knows a property, in a direction; most have one name. */
export function toPhysicalName(property: string, direction: Direction): string {
  return physicalNames.get(property)?.[direction] ?? property;
}

const logicalName = new RegExp(String.raw`(?<=[{;/]\s*)(?:${[...physicalNames.keys()].join('|')})(?=\s*:)`, 'gi');

/** A style sheet with the sides of a direction. A name within a comment or a text may change, too, which nobody sees. */
export function resolveSheet(css: string, direction: Direction): string {
  return css.replaceAll(logicalName, (name) => toPhysicalName(name.toLowerCase(), direction));
}
