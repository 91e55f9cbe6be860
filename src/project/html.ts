/** Markup that may stand in a page as it is. Only {@link html} makes it. */
export interface Markup {
  readonly markup: string;
}

/** What a page is put together from: words are escaped, markup is not, nothing is nothing. */
export type Piece = string | number | Markup | undefined | false | readonly Piece[];

/** Markup from a template; whatever is put in stays text, between tags as well as inside of quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return { markup: strings.map((part, at) => `${part}${at < values.length ? formatPiece(values[at]) : ''}`).join('') };
}

function formatPiece(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (typeof piece === 'string' || typeof piece === 'number') return escape(String(piece));
  return 'markup' in piece ? piece.markup : piece.map(formatPiece).join('');
}

const references: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => references[character]!);
}
