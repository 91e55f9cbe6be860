import type { MeasuredNode, RenderNode } from '../../../spec/renderer.ts';

/** Measures a tree, and notes the nodes that are boxes in lines. */
type Measure = (root: RenderNode, inlineBoxes: Set<MeasuredNode>) => Promise<MeasuredNode>;

/** Boxes in lines of boxes in lines of boxes in lines: nobody writes more. */
const mostLevels = 3;

/**
 * Measures a card, and what is inside of the boxes that stand in its lines, such as pills in a sentence: the engine tells the outside of these alone. They are taken out of their lines, at the size that
 * they have there, measured once more all together, and put back. Cards without such boxes are measured once.
 */
export async function measureInlineBoxes(root: RenderNode, measure: Measure, level = mostLevels): Promise<MeasuredNode> {
  const inlineBoxes = new Set<MeasuredNode>();
  const measured = await measure(root, inlineBoxes);
  const paths = inlineBoxes.size === 0 || level === 0 ? [] : findUnmeasured(root, measured, inlineBoxes);
  if (paths.length === 0) return measured;
  const lifted = paths.reduce((tree, path) => replaceNode(tree, path, (node) => liftOut(node, followPath(measured, path))), root);
  const inside = await measureInlineBoxes(lifted, measure, level - 1);
  return paths.reduce((tree, path) => replaceMeasured(tree, path, (outside) => moveTo(followPath(inside, path), outside)), measured);
}

type Path = readonly number[];

function findUnmeasured(node: RenderNode, measured: MeasuredNode, inlineBoxes: ReadonlySet<MeasuredNode>): readonly Path[] {
  if (inlineBoxes.has(measured)) return measured.width > 0 && measured.height > 0 && holdsText(node) ? [[]] : [];
  if (node.type !== 'element') return [];
  return node.children.flatMap((child, index) => findUnmeasured(child, measured.children[index]!, inlineBoxes).map((path) => [index, ...path]));
}

function holdsText(node: RenderNode): boolean {
  if (node.type === 'text') return node.text.trim() !== '';
  return node.type === 'element' && node.children.some(holdsText);
}

/** Out of the line a box keeps what it inherits and what its style sheet says of it; a transform would be counted twice. */
function liftOut(node: RenderNode, { width, height }: MeasuredNode): RenderNode {
  const style = {
    ...node.style,
    position: 'absolute',
    left: '0',
    top: '0',
    width: `${width}px`,
    height: `${height}px`,
    'max-width': 'none',
    'box-sizing': 'border-box',
    margin: '0',
    transform: 'none',
  };
  return { ...node, style };
}

function followPath(measured: MeasuredNode, path: Path): MeasuredNode {
  return path.reduce((node, index) => node.children[index]!, measured);
}

function replaceNode(node: RenderNode, [index, ...rest]: Path, replace: (node: RenderNode) => RenderNode): RenderNode {
  if (index === undefined) return replace(node);
  if (node.type !== 'element') return node;
  return { ...node, children: node.children.map((child, at) => (at === index ? replaceNode(child, rest, replace) : child)) };
}

function replaceMeasured(node: MeasuredNode, [index, ...rest]: Path, replace: (node: MeasuredNode) => MeasuredNode): MeasuredNode {
  if (index === undefined) return replace(node);
  return { ...node, children: node.children.map((child, at) => (at === index ? replaceMeasured(child, rest, replace) : child)) };
}

/** What was measured elsewhere, at the place of a box. */
function moveTo(inside: MeasuredNode, outside: MeasuredNode): MeasuredNode {
  const [across, down] = [outside.x - inside.x, outside.y - inside.y];
  const move = (node: MeasuredNode): MeasuredNode => ({
    ...node,
    x: node.x + across,
    y: node.y + down,
    children: node.children.map(move),
    runs: node.runs.map((run) => ({ ...run, x: run.x + across, y: run.y + down })),
  });
  return { ...move(inside), width: outside.width, height: outside.height };
}
