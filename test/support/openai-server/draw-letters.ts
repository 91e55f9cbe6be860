/** Letters on a grid of 5 × 7 dots, a base-32 digit a row, so that a picture needs no font on the machine. */
const glyphs: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hhpljhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  ' ': '0000000',
  '.': '00000cc',
  ',': '0000c48',
  ':': '0cc0cc0',
  ';': '0cc0c48',
  '-': '000v000',
  '!': '4444404',
  '?': 'eh12404',
  "'": '4480000',
  '"': 'aaa0000',
  '#': 'aavavaa',
  '/': '01248g0',
  '(': '2488842',
  ')': '8422248',
  '%': 'op248j3',
  '+': '044v440',
  '=': '00v0v00',
  '&': 'cik8lid',
  _: '000000v',
  '*': '04lel40',
  $: '4fke5u4',
};
const unknownGlyph = 'vhhhhhv';

/** Dots from one letter to the next, and from one line to the next. */
export const letterPitch = 6;
export const linePitch = 10;

/** An SVG path that writes one line in capitals with its top left corner at (x, y); `dot` is the side of a dot in px. A letter without a glyph is a box. */
export function drawLetters(text: string, x: number, y: number, dot: number): string {
  const letters = [...text.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase()];
  return letters.map((letter, index) => drawGlyph(glyphs[letter] ?? unknownGlyph, x + index * letterPitch * dot, y, dot)).join('');
}

/** The first lines of a text broken at spaces; what doesn't fit ends in three dots, words too long are cut. */
export function wrapLetters(text: string, perLine: number, most: number): readonly string[] {
  const lines = [''];
  for (const word of text
    .split(/\s+/u)
    .filter(Boolean)
    .slice(0, perLine * most)) {
    const last = lines.at(-1) ?? '';
    const joined = last === '' ? word : `${last} ${word}`;
    if (joined.length <= perLine || last === '') lines[lines.length - 1] = joined.slice(0, perLine);
    else lines.push(word.slice(0, perLine));
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, Math.max(0, perLine - 3))}...`];
}

function drawGlyph(rows: string, x: number, y: number, dot: number): string {
  return [...rows].map((row, index) => drawRow(Number.parseInt(row, 32), x, y + index * dot, dot)).join('');
}

/** Neighbouring dots of a row are one rectangle. */
function drawRow(bits: number, x: number, y: number, dot: number): string {
  const runs = bits.toString(2).padStart(5, '0').matchAll(/1+/gu);
  return [...runs]
    .map((run) => `M${round(x + run.index * dot)} ${round(y)}h${round(run[0].length * dot)}v${round(dot)}h${round(-run[0].length * dot)}z`)
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
