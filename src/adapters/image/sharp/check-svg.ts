import { VisualsError, type Diagnostic } from '../../../model/diagnostic.ts';
import { imageTypeMismatch, refUnreadable, svgActive, svgDtd, svgExternalRef, svgText, svgTooComplex } from '../../../diagnostics/image.ts';
import { readSvg, SvgDepthError, SvgSyntaxError, type SvgElement, type SvgReading } from './read-svg.ts';

/** What an SVG may cost at most. */
const most = { bytes: 8_000_000, elements: 20_000, cost: 200_000, chain: 512 } as const;

/**
 * Refuses an SVG that could reach outside, hold something active, depend on fonts of the machine, or take very long to draw.
 * @throws VisualsError `SVG_DTD`, `SVG_EXTERNAL_REF`, `SVG_ACTIVE`, `SVG_TEXT`, `SVG_TOO_COMPLEX`, `REF_UNREADABLE`, `IMAGE_TYPE_MISMATCH`, all that are found
 */
export function checkSvg(bytes: Uint8Array, path: string): void {
  if (bytes.length > most.bytes)
    throw new VisualsError(svgTooComplex({ path, what: `${bytes.length} bytes, the limit is ${most.bytes}` }, { place: { file: path } }));
  const text = decodeText(bytes, path);
  const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(text);
  if (declaration)
    throw new VisualsError(
      svgDtd(
        { path, what: declaration[0].slice(2).toUpperCase() === 'ENTITY' ? 'an entity' : 'a document type' },
        { place: { file: path, line: countLines(text, declaration.index) } },
      ),
    );
  const { root, instructions } = readOrExplain(text, path);
  const problems = [...listInstructionProblems(instructions, path), ...listProblems(root, path)];
  if (problems.length > 0) throw new VisualsError(problems);
}

/** Only UTF-8 is read, so that what is checked is what will be drawn. */
function decodeText(bytes: Uint8Array, path: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const encoding = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/i.exec(text)?.[1] ?? 'utf-8';
    if (/^(?:utf-?8|us-ascii)$/i.test(encoding) && !text.includes('\0')) return text;
  } catch {
    // Told below, with the other encodings.
  }
  throw new VisualsError(refUnreadable({ path, reason: 'an SVG must be UTF-8' }, { place: { file: path } }));
}

function countLines(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function readOrExplain(text: string, path: string): SvgReading {
  try {
    return readSvg(text);
  } catch (error) {
    if (error instanceof SvgSyntaxError) throw new VisualsError(refUnreadable({ path, reason: error.message }, { place: { file: path, line: error.line } }));
    if (error instanceof SvgDepthError) throw new VisualsError(svgTooComplex({ path, what: error.message }, { place: { file: path } }));
    throw error;
  }
}

function listInstructionProblems(instructions: readonly string[], path: string): Diagnostic[] {
  return instructions.filter((name) => name !== '?xml').map((name) => svgExternalRef({ path, what: `<${name} …>` }, { place: { file: path, line: 1 } }));
}

function listProblems(root: SvgElement, path: string): Diagnostic[] {
  if (root.name !== 'svg') return [imageTypeMismatch({ path, found: `its root element is <${root.name}>` }, { place: { file: path, line: root.line } })];
  const elements = flatten(root);
  const tooComplex = (what: string): Diagnostic[] => [svgTooComplex({ path, what }, { place: { file: path } })];
  if (elements.length > most.elements) return tooComplex(`${elements.length} elements, the limit is ${most.elements}`);
  const problems = elements.flatMap((element) => listElementProblems(element, path));
  return problems.length > 0 ? problems : listCostProblems(root, elements).flatMap(tooComplex);
}

/** In document order. */
function flatten(root: SvgElement): SvgElement[] {
  return [root, ...root.children.flatMap(flatten)];
}

const activeElements = new Set(['script', 'foreignobject', 'iframe', 'embed', 'object', 'audio', 'video', 'handler', 'listener']);
const textElements = new Set(['text', 'tspan', 'tref', 'textpath']);

function listElementProblems(element: SvgElement, path: string): Diagnostic[] {
  const context = { place: { file: path, line: element.line } };
  const tag = `<${element.name}>`;
  const handlers = element.attributes.filter(({ name, value }) => /^on[a-z]/.test(name) || /^\s*javascript:/i.test(value));
  const outside = listReferences(element).filter((reference) => !isInside(reference));
  return [
    ...(activeElements.has(element.name) ? [svgActive({ path, what: tag }, context)] : []),
    ...handlers.map(({ name }) => svgActive({ path, what: `${name} on ${tag}` }, context)),
    ...(textElements.has(element.name) ? [svgText({ path, what: tag }, context)] : []),
    ...outside.map((reference) => svgExternalRef({ path, what: `${shorten(reference)} in ${tag}` }, context)),
  ];
}

function shorten(reference: string): string {
  return reference.length > 60 ? `${reference.slice(0, 57)}…` : reference;
}

/** Everything that an element refers to: by `href`, `src`, `url(…)` in any attribute, and in style sheets. */
function listReferences({ name, attributes, text }: SvgElement): string[] {
  const links = attributes
    .filter((attribute) => attribute.name === 'href' || attribute.name === 'src' || attribute.name === 'base')
    .map(({ value }) => value.trim());
  const sheets = [...attributes.map(({ value }) => value), ...(name === 'style' ? [text] : [])];
  return [...links, ...sheets.flatMap(listCssReferences)];
}

/** `url(…)`, `src(…)`, `image-set("…")` and `@import` of CSS, with escapes undone and comments dropped. */
function listCssReferences(css: string): string[] {
  if (!/[(@\\]/.test(css)) return [];
  const plain = css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\\([\da-fA-F]{1,6})\s?|\\(.)/g, (_, hex?: string, letter?: string) => letter ?? decodeHex(hex ?? ''));
  const urls = [...plain.matchAll(/(?:url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^)]*))/gi)].map(([, double, single, bare]) =>
    (double ?? single ?? bare ?? '').trim(),
  );
  const sets = [...plain.matchAll(/image(?:-set)?\(\s*["']([^"']*)/gi)].map(([, url]) => url ?? '');
  const imports = [...plain.matchAll(/@import[^;]*/gi)].map(([rule]) => rule.trim());
  return [...urls, ...sets, ...imports];
}

function decodeHex(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function isInside(reference: string): boolean {
  return reference === '' || reference.startsWith('#') || /^data:image\/(?:png|jpe?g|webp);base64,/i.test(reference);
}

/** Counts what is drawn when every reference is followed, so that ten copies of ten copies are a hundred. */
function listCostProblems(root: SvgElement, elements: readonly SvgElement[]): string[] {
  const byId = new Map(elements.flatMap((element) => element.attributes.filter(({ name }) => name === 'id').map(({ value }) => [value, element] as const)));
  const costs = new Map<SvgElement, number>();
  const measure = (element: SvgElement, depth: number): number => {
    const known = costs.get(element);
    if (known !== undefined) return known;
    if (depth > most.chain) return Number.POSITIVE_INFINITY;
    costs.set(element, Number.POSITIVE_INFINITY);
    const targets = listUses(element, elements).flatMap(({ id, times }) => ({ target: byId.get(id), times }));
    const drawn = targets.reduce((sum, { target, times }) => sum + (target ? measure(target, depth + 1) * times : 0), 0);
    const cost = element.children.reduce((sum, child) => sum + measure(child, depth + 1), drawn + ownCost(element));
    costs.set(element, cost);
    return cost;
  };
  const cost = measure(root, 0);
  if (cost === Number.POSITIVE_INFINITY) return ['references lead back to themselves, or through too many others'];
  return cost > most.cost ? [`with all references followed it costs as much as ${cost} plain elements, the limit is ${most.cost}`] : [];
}

/** The ids that an element draws. A rule of a style sheet draws its own once for each element that it may concern. */
function listUses(element: SvgElement, elements: readonly SvgElement[]): { readonly id: string; readonly times: number }[] {
  if (element.name !== 'style') return listReferences(element).map((reference) => ({ id: reference.slice(1), times: 1 }));
  const rules = [...element.text.matchAll(/([^{}]*)\{([^{}]*)\}/g)];
  return rules.flatMap(([, selector = '', body = '']) =>
    listCssReferences(body).map((reference) => ({ id: reference.slice(1), times: countMatches(selector, elements) })),
  );
}

function countMatches(selector: string, elements: readonly SvgElement[]): number {
  const classes = [...selector.matchAll(/\.([\w-]+)/g)].map(([, name = '']) => name);
  if (classes.length === 0) return elements.length;
  return elements.filter(({ attributes }) =>
    attributes.some(({ name, value }) => name === 'class' && value.split(/\s+/).some((each) => classes.includes(each))),
  ).length;
}

/** A step of a filter touches every pixel, some of them many times: measured against plain elements. */
function ownCost({ name, attributes }: SvgElement): number {
  const step = 2000;
  const largest = (attribute: string): number => Math.max(0, ...(attributes.find((each) => each.name === attribute)?.value.match(/[\d.]+/g) ?? []).map(Number));
  if (name === 'feturbulence') return step * 2 * Math.max(1, largest('numoctaves'));
  if (name === 'femorphology') return step * (1 + largest('radius'));
  if (name === 'feconvolvematrix') return step * Math.max(3, largest('order')) ** 2;
  return name.startsWith('fe') ? step : 1;
}
