import type { Size } from '../model/geometry.ts';
import type { ImageCodec } from '../spec/image-codec.ts';

/** Capitals on a grid of 5 × 7, row by row: a stand-in must be legible without any font. */
const letters: { readonly [letter: string]: readonly string[] } = {
  D: ['####.', '#...#', '#...#', '#...#', '#...#', '#...#', '####.'],
  R: ['####.', '#...#', '#...#', '####.', '#.#..', '#..#.', '#...#'],
  A: ['.###.', '#...#', '#...#', '#####', '#...#', '#...#', '#...#'],
  F: ['#####', '#....', '#....', '####.', '#....', '#....', '#....'],
  T: ['#####', '..#..', '..#..', '..#..', '..#..', '..#..', '..#..'],
};

/** Draws a stand-in for a picture that was not bought: plain stripes and the word DRAFT, which nobody takes for the picture. */
export async function drawDraft(codec: ImageCodec, { width, height }: Size): Promise<Uint8Array> {
  return codec.fit(Buffer.from(formatDraft({ width, height })), { width, height, fit: 'cover', focus: { x: 0.5, y: 0.5 }, mirror: false });
}

function formatDraft({ width, height }: Size): string {
  const stripe = Math.round(Math.min(width, height) / 12);
  const stripes = Array.from({ length: Math.ceil((width + height) / stripe / 2) }, (_, index) => {
    const x = index * stripe * 2 - height;
    return `<path d="M${x} ${height}L${x + height} 0H${x + height + stripe}L${x + stripe} ${height}Z"/>`;
  });
  const word = formatWord('DRAFT', { width, height });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill="#d9d9d4" d="M0 0H${width}V${height}H0Z"/><g fill="#cfcfc8">${stripes.join('')}</g><g fill="#8a8a80">${word}</g></svg>`;
}

function formatWord(word: string, { width, height }: Size): string {
  const dot = Math.min(width / (word.length * 6 + 6), height / 21);
  const [left, top] = [(width - (word.length * 6 - 1) * dot) / 2, (height - 7 * dot) / 2];
  const dots = [...word].flatMap((letter, column) =>
    letters[letter]!.flatMap((row, y) => [...row].flatMap((mark, x) => (mark === '#' ? [[left + (column * 6 + x) * dot, top + y * dot] as const] : []))),
  );
  return dots.map(([x, y]) => `<path d="M${x.toFixed(2)} ${y.toFixed(2)}h${dot.toFixed(2)}v${dot.toFixed(2)}h-${dot.toFixed(2)}Z"/>`).join('');
}
