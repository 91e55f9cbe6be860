import type { MeasuredNode, MeasuredRun, RenderNode } from '../spec/renderer.ts';
import { type Direction, mixesDirections } from './isolate-direction.ts';
import { collectRuns, findLines } from './measure-slots.ts';
import { inlineTags, type NodePath, readText, replaceAt } from './slot-document.ts';

/** Words that share lines, and how many visible characters each of these holds. */
interface Paragraph {
  readonly path: NodePath;
  readonly lines: readonly number[];
}

/**
 * Breaks lines of both directions for good where they end, in words with elements among them and in words of the template itself: where a line's last space stands at
 * neither end of it, the renderer takes its width from the words that do, and draws the others over each other. What does not lie as before is left as it was; nothing is
 * laid out where no text has both directions. Texts of a slot alone in their box are broken where they are measured.
 */
export async function keepInlineLines(root: RenderNode, layout: (root: RenderNode) => Promise<MeasuredNode>): Promise<RenderNode> {
  const paths = findParagraphs(root);
  if (paths.length === 0) return root;
  const paragraphs = readParagraphs(paths, await layout(root)).filter(({ path, lines }) => lines.length > 1 && sumOf(lines) === countVisible(root, path));
  if (paragraphs.length === 0) return root;
  const measured = await layout(breakParagraphs(root, paragraphs));
  const after = readParagraphs(
    paragraphs.map(({ path }) => path),
    measured,
  );
  return breakParagraphs(
    root,
    paragraphs.filter(({ lines }, index) => lines.join() === after[index]!.lines.join()),
  );
}

function findParagraphs(root: RenderNode): readonly NodePath[] {
  const visit = (node: RenderNode, path: NodePath, inherited: Direction): readonly NodePath[] => {
    const around = node.dir ?? inherited;
    if (node.type === 'image' || !mixesDirections(readText(node), around)) return [];
    // A slot alone in its box: broken where it is fitted.
    if (node.type === 'text') return node.attributes['data-slot'] === undefined ? [path] : [];
    if (node.children.every(standsInLines)) return [path];
    return node.children.flatMap((child, index) => visit(child, [...path, index], around));
  };
  return visit(root, [], 'ltr');
}

function standsInLines(node: RenderNode): boolean {
  if (node.type === 'image') return true;
  return inlineTags.has(node.tag) && (node.type === 'text' || node.children.every(standsInLines));
}

function readParagraphs(paths: readonly NodePath[], root: MeasuredNode): readonly Paragraph[] {
  return paths.map((path) => {
    const node = path.reduce<MeasuredNode | undefined>((found, index) => found?.children[index], root);
    return { path, lines: node === undefined ? [] : countLines(collectRuns(node)) };
  });
}

/** How high a run is, in em: no font makes lines lower. */
const runHeight = 1.2;

/** Visible characters a line: the renderer's runs leave out some of the white space. */
function countLines(runs: readonly MeasuredRun[]): readonly number[] {
  const fontSize = Math.min(...runs.map(({ height }) => height)) / runHeight;
  const visible = runs.map((run) => ({ ...run, text: run.text.replaceAll(/\s/g, '') }));
  return findLines(visible, fontSize).map(({ length }) => length);
}

function countVisible(root: RenderNode, path: NodePath): number {
  const node = path.reduce<RenderNode | undefined>((found, index) => (found?.type === 'element' ? found.children[index] : undefined), root);
  return node === undefined ? 0 : readText(node).replaceAll(/\s/g, '').length;
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function breakParagraphs(root: RenderNode, paragraphs: readonly Paragraph[]): RenderNode {
  return paragraphs.reduce((tree, { path, lines }) => replaceAt(tree, path, (node) => breakNode(node, createBreaker(lines))), root);
}

function breakNode(node: RenderNode, breakText: (text: string) => string): RenderNode {
  if (node.type === 'text') return { ...node, text: breakText(node.text) };
  return node.type === 'element' ? { ...node, children: node.children.map((child) => breakNode(child, breakText)) } : node;
}

/** Takes the texts of a paragraph one after the other, and gives each back with its lines broken: in place of the space where a line ends, or where there is none, before the next word. */
function createBreaker(lines: readonly number[]): (text: string) => string {
  const ends = new Set(lines.slice(0, -1).map((_, index) => sumOf(lines.slice(0, index + 1))));
  let seen = 0;
  return (text) =>
    text.replaceAll(/\s+|\S/g, (part) => {
      const breaksHere = ends.has(seen);
      if (part.trim() === '') return breaksHere ? '' : part;
      ends.delete(seen);
      seen += 1;
      return breaksHere ? `\u2028${part}` : part;
    });
}
