import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateCss } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RenderDocument, RenderElement, Renderer } from '../spec/renderer.ts';
import type { FoundDeclaration } from './check-css.ts';

/** Asks the renderer itself which declarations it would drop: properties that it does not know, and values that it can't read. */
export async function checkDeclarations(declarations: readonly FoundDeclaration[], renderer: Renderer): Promise<readonly Diagnostic[]> {
  const properties = [...new Set(declarations.map(({ property }) => property))];
  const unknown = new Set(await renderer.unknownProperties(properties));
  const known = properties.filter((property) => !unknown.has(property));
  const drops = declarations.filter(({ property }) => unknown.has(property)).map((declaration) => describeProperty(declaration, known));
  const wrong = await findWrongValues(
    declarations.filter(({ property }) => !unknown.has(property)),
    renderer,
  );
  return [...drops, ...wrong.map(describeValue)];
}

/** Physical and short names in place of those that the renderer lacks. */
const substitutes: { readonly [property: string]: string } = {
  'inline-size': 'width',
  'block-size': 'height',
  'inset-inline-start': 'inset-inline',
  'inset-inline-end': 'inset-inline',
};

function describeProperty({ property, place }: FoundDeclaration, known: readonly string[]): Diagnostic {
  const substitute = substitutes[property];
  const instead = substitute === undefined ? 'Correct the name, or remove the declaration.' : `Use ${substitute}.`;
  return templateCss({ problem: `The renderer does not know the property \`${property}\`${formatNearest(property, known)}`, instead }, { place });
}

/** The renderer refuses an inline value that it can't read. One layout with all of them tells whether it is worth asking for each. */
async function findWrongValues(declarations: readonly FoundDeclaration[], renderer: Renderer): Promise<readonly FoundDeclaration[]> {
  const plain = declarations.filter(({ value }) => value !== undefined);
  if (plain.length === 0 || (await canRead(plain, renderer))) return [];
  const wrong: FoundDeclaration[] = [];
  for (const declaration of plain) if (!(await canRead([declaration], renderer))) wrong.push(declaration);
  return wrong;
}

async function canRead(declarations: readonly FoundDeclaration[], renderer: Renderer): Promise<boolean> {
  try {
    await renderer.layout(createProbe(declarations));
    return true;
  } catch {
    return false;
  }
}

function createProbe(declarations: readonly FoundDeclaration[]): RenderDocument {
  const bare = { type: 'element', tag: 'div', classes: [], attributes: {}, children: [] } as const;
  const children = declarations.map(({ property, value }): RenderElement => ({ ...bare, style: { [property]: value ?? '' } }));
  return { width: 8, height: 8, root: { ...bare, style: {}, children }, css: [], lang: 'en', families: [], images: new Map() };
}

function describeValue({ property, value, place }: FoundDeclaration): Diagnostic {
  return templateCss(
    {
      problem: `The renderer can't read \`${property}: ${value}\``,
      instead: 'Write a value that it knows: lengths in px, em or %, calc() and var(); no min(), max() or clamp().',
    },
    { place },
  );
}
