/** A value that the renderer takes and draws as something else, and what to write. */
export interface Misdrawn {
  /** Such as `shrinks all the same`. */
  readonly fault: string;
  readonly instead: string;
}

interface Row extends Misdrawn {
  readonly property: RegExp;
  readonly value: RegExp;
}

/** Measured with the renderer; its tests hold each row against it, so that a version that learns one of them is noticed. */
const rows: readonly Row[] = [
  {
    property: /^flex$/,
    value: /^none$/i,
    fault: 'does not keep a box from shrinking',
    instead: 'Write flex-shrink: 0; a box does not grow by itself.',
  },
  {
    property: /^display$/,
    value: /^(?:inline-)?table\b/i,
    fault: 'is drawn as a grid or a block',
    instead: 'Write display: grid with grid-template-columns.',
  },
  { property: /^display$/, value: /^-webkit-(?:inline-)?box$/i, fault: 'is drawn as flex', instead: 'Write display: flex.' },
  {
    property: /^grid-(?:template|auto)-(?:columns|rows)$/,
    value: /(?:^|[\s(,])(?:subgrid|masonry|fit-content\(|(?:min|max)-content)/i,
    fault: 'leaves the grid without these tracks',
    instead: 'Write lengths, fr, auto or minmax() of them.',
  },
];

/** Whether the renderer is known to draw a value wrongly, without a word. */
export function findMisdrawn(property: string, value: string): Misdrawn | undefined {
  return rows.find((row) => row.property.test(property) && row.value.test(value.trim()));
}
