import { type CssNode, type Declaration, generate, walk } from 'css-tree';
import { templatePhysicalSide } from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';

/** Names whose logical counterpart is mirrored. */
const logicalNames: { readonly [property: string]: string } = {
  'margin-left': 'margin-inline-start',
  'margin-right': 'margin-inline-end',
  'padding-left': 'padding-inline-start',
  'padding-right': 'padding-inline-end',
};
const logicalWords: { readonly [word: string]: { readonly [value: string]: string } } = {
  'text-align': { left: 'start', right: 'end' },
  float: { left: 'inline-start', right: 'inline-end' },
};
/** What is equal on both sides has no side. */
const sided = /^(?:left|right|border-(?:left|right)(?:-(?:width|style|color))?)$/;
const mirrored = 'Write one rule for .card[dir="ltr"] and one for .card[dir="rtl"]';

/**
 * Finds what stays on its side in a right-to-left card, where everything else is mirrored. Rules whose selector names a direction mean it so,
 * and what is equal on both sides has no side.
 */
export function checkSides(tree: CssNode, locate: (node: CssNode) => Place): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const check = (declarations: readonly Declaration[]): void => {
    for (const declaration of declarations) {
      const side = findSide(declaration, declarations);
      if (side) found.push(templatePhysicalSide(side, { place: locate(declaration) }));
    }
  };
  if (tree.type === 'DeclarationList') check(listDeclarations(tree.children.toArray()));
  walk(tree, {
    visit: 'Rule',
    enter: ({ prelude, block }) => {
      if (!/\b(?:ltr|rtl)\b/i.test(generate(prelude))) check(listDeclarations(block.children.toArray()));
    },
  });
  return found;
}

function listDeclarations(nodes: readonly CssNode[]): readonly Declaration[] {
  return nodes.filter((node) => node.type === 'Declaration');
}

interface Side {
  readonly written: string;
  readonly instead: string;
}

function findSide(declaration: Declaration, others: readonly Declaration[]): Side | undefined {
  const property = declaration.property.toLowerCase();
  const value = generate(declaration.value);
  const written = `${property}: ${value}`;
  const logical = logicalNames[property];
  if (logical !== undefined) return { written, instead: `Write ${logical}.` };
  const word = logicalWords[property]?.[value.toLowerCase()];
  if (word !== undefined) return { written, instead: `Write ${property}: ${word}.` };
  if (sided.test(property)) return isOnBothSides(property, value, others) ? undefined : { written, instead: `Write ${nameLogicalSide(property)}.` };
  return isUneven(property, declaration) ? { written, instead: adviseUneven(property) } : undefined;
}

/** `left` → `inset-inline-start`, `border-right-width` → `border-inline-end-width`. */
function nameLogicalSide(property: string): string {
  const logical = property.replace('left', 'inline-start').replace('right', 'inline-end');
  return property.startsWith('border') ? logical : `inset-${logical}`;
}

/** Both sides are given alike, or a box as wide as the one round it is pinned to its edge. */
function isOnBothSides(property: string, value: string, others: readonly Declaration[]): boolean {
  const valueOf = (name: string): string | undefined => {
    const other = others.find((each) => each.property.toLowerCase() === name);
    return other && generate(other.value);
  };
  const opposite = property.replace(/left|right/, (side) => (side === 'left' ? 'right' : 'left'));
  if (valueOf(opposite) === value) return true;
  return /^(?:left|right)$/.test(property) && /^0(?:px|%)?$/.test(value) && valueOf('width') === '100%';
}

/** Two or four values that differ between left and right. */
function isUneven(property: string, { value }: Declaration): boolean {
  if (value.type !== 'Value' || !/^(?:margin|padding|inset|border-(?:width|style|color)|inset-inline)$/.test(property)) return false;
  const parts = value.children.toArray().map((node) => generate(node));
  const [left, right] = property === 'inset-inline' ? parts : [parts[3], parts[1]];
  return left !== undefined && right !== undefined && left !== right;
}

function adviseUneven(property: string): string {
  if (property === 'margin' || property === 'padding') return `Write ${property}-block and ${property}-inline.`;
  const why = property === 'inset-inline' ? ': the renderer takes the first value as the left side in both' : '';
  return `${mirrored}${why}.`;
}
