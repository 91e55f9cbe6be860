import type { Node } from '@takumi-rs/core';

type Declarations = NonNullable<Node['preset']>;

const block: Declarations = { display: 'block' };
const strong: Declarations = { fontWeight: 'bolder' };
const italic: Declarations = { fontStyle: 'italic' };
const blockTags =
  'address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section ul'.split(' ');

/**
 * What a tag means before any style sheet: whether it starts a block, stands bold or slanted. Unlike in a browser there are no margins, sizes or bullets: a
 * card states its own. Sizes of boxes include padding and border. A browser shows the same with `* { box-sizing: border-box; margin: 0; padding: 0; list-style: none }` and
 * `h1, h2, h3, h4, h5, h6 { font: inherit }`.
 */
export const baseStyles: ReadonlyMap<string, Declarations> = new Map([
  ...blockTags.map((tag) => [tag, block] as const),
  ['b', strong],
  ['strong', strong],
  ['em', italic],
  ['i', italic],
  ['cite', italic],
  ['br', { whiteSpace: 'pre' }],
  ['sub', { fontSize: 'smaller', verticalAlign: 'sub' }],
  ['sup', { fontSize: 'smaller', verticalAlign: 'super' }],
]);
