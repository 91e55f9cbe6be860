import type { Box, Insets } from '../model/geometry.ts';
import type { MeasuredNode, MeasuredRun } from '../spec/renderer.ts';
import type { NodePath, SlotElement } from './slot-document.ts';

/** One line of text as drawn. */
export interface MeasuredLine {
  /** Its words, in the order in which they stand from left to right; the trailing space counts as part of the line. */
  readonly length: number;
  readonly left: number;
  readonly right: number;
  /** Middle of the line in pixels of the card. */
  readonly middle: number;
  /** Without the trailing space. */
  readonly width: number;
}

/** A slot's element as laid out. */
export interface MeasuredSlot {
  readonly element: SlotElement;
  readonly fontSize: number;
  readonly box: Box;
  /** Width that the words may take; undefined where it can't be told. */
  readonly contentWidth: number | undefined;
  readonly lines: readonly MeasuredLine[];
  /** Round the lines, an em high each. */
  readonly textBox: Box;
  /** Characters that are drawn, white space and invisible ones left out. */
  readonly shown: number;
  /** Boxes of the elements round it, the root first. */
  readonly ancestors: readonly Box[];
}

/** Why a slot's text does not fit as it is. */
export interface SlotProblem {
  readonly slot: string;
  readonly measured: MeasuredSlot;
  /** Whether the slot's own size alone decides: lines, width. The others depend on the whole card. */
  readonly isOwn: boolean;
  /** Such as `takes 3 lines where 2 are allowed`. */
  readonly text: string;
  /** Pixels over; 0 where letters are cut off. */
  readonly over: number;
  /** About how many characters would fit: of the text, or of the word that is too wide. */
  readonly fits: number;
  /** The word that is wider than the box by itself. */
  readonly word?: string;
}

/** A card as laid out, and what is wrong with it. */
export interface MeasuredCard {
  readonly slots: readonly MeasuredSlot[];
  readonly problems: readonly SlotProblem[];
}

/** Rounding of the renderer and of antialiasing that nobody sees. */
const tolerance = 1;
/** Letters may pass the boxes round them by this much, in em: hanging punctuation, side bearings, lines cut to the height of figures. */
const overhang = 0.1;
/** Between the em box and capitals: these are about 0.73 em high and stand in its middle. */
const inkInset = 0.13;
/** A space is at least this wide in common fonts, in em. */
const spaceWidth = 0.22;
/** Middles further apart than this, in em, are of two lines: fonts on one line differ by less, lines by more. */
const lineGap = 0.4;

/** Measures the slots of a laid-out card; those that the style hides are left out. */
export function measureSlots(root: MeasuredNode, elements: readonly SlotElement[], sizes: ReadonlyMap<string, number>): readonly MeasuredSlot[] {
  return elements.flatMap((element) => {
    const trail = followPath(root, element.path);
    const node = trail.at(-1);
    if (node === undefined || (node.width === 0 && node.height === 0)) return [];
    const fontSize = sizes.get(element.slot) ?? 0;
    const runs = collectRuns(node);
    const lines = findLines(runs, fontSize);
    const contentWidth = element.isBlock ? node.children[0]?.width : undefined;
    const shown = runs.reduce((sum, { text }) => sum + countVisible(text), 0);
    return [
      { element, fontSize, box: toBox(node), contentWidth, lines, textBox: surround(lines, fontSize, node), shown, ancestors: trail.slice(0, -1).map(toBox) },
    ];
  });
}

function followPath(root: MeasuredNode, path: NodePath): readonly MeasuredNode[] {
  const trail = [root];
  for (const index of path) {
    const next = trail.at(-1)?.children[index];
    if (next === undefined) return [];
    trail.push(next);
  }
  return trail;
}

function toBox({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}

/** All words in a node, its own and those of what is inside of it. */
export function collectRuns(node: MeasuredNode): readonly MeasuredRun[] {
  return [...node.runs, ...node.children.flatMap(collectRuns)];
}

/** Groups runs into lines by their middles, since runs of different fonts on one line begin at different heights. */
export function findLines(runs: readonly MeasuredRun[], fontSize: number): readonly MeasuredLine[] {
  const lines: MeasuredRun[][] = [];
  for (const run of runs.toSorted((a, b) => middleOf(a) - middleOf(b))) {
    const last = lines.at(-1);
    if (last?.[0] && middleOf(run) - middleOf(last[0]) <= lineGap * fontSize) last.push(run);
    else lines.push([run]);
  }
  return lines.map((line) => describeLine(line, fontSize));
}

function middleOf({ y, height }: Box): number {
  return y + height / 2;
}

function describeLine(runs: readonly MeasuredRun[], fontSize: number): MeasuredLine {
  const inked = runs.filter(({ text }) => text.trim() !== '');
  const left = Math.min(...inked.map(({ x }) => x));
  const right = Math.max(...inked.map(({ x, width }) => x + width));
  // What breaks a line for good counts as white space and has no width.
  const endsWithSpace = inked.some(({ text, x, width }) => /[^\S\u2028\u2029]$/.test(text) && (x + width === right || x === left));
  const width = Math.max(0, right - left - (endsWithSpace ? spaceWidth * fontSize : 0));
  const length = runs.reduce((sum, { text }) => sum + text.length, 0);
  const middle = runs.reduce((sum, run) => sum + middleOf(run), 0) / runs.length;
  return inked.length === 0 ? { length, left: 0, right: 0, middle, width: 0 } : { length, left, right, middle, width };
}

function surround(lines: readonly MeasuredLine[], fontSize: number, node: Box): Box {
  const inked = lines.filter(({ width }) => width > 0);
  const [first, last] = [inked[0], inked.at(-1)];
  if (first === undefined || last === undefined) return { x: node.x, y: node.y, width: 0, height: 0 };
  const x = Math.min(...inked.map(({ left }) => left));
  const y = first.middle - fontSize / 2;
  return { x, y, width: Math.max(...inked.map(({ left, width }) => left + width)) - x, height: last.middle + fontSize / 2 - y };
}

/** Characters that leave a mark; the ellipsis of a cut-off text is not one of the text. */
export function countVisible(text: string): number {
  return text.replace(/[\s\u00AD\u200B-\u200F\u2026\u202A-\u202E\u2060-\u2069\uFEFF]/g, '').length;
}

/** What a slot's own measurements say against it. */
export function findOwnProblems(measured: MeasuredSlot, most: number): readonly SlotProblem[] {
  const { element, lines, contentWidth, shown } = measured;
  const problem = (text: string, over: number, fits: number): SlotProblem => ({
    slot: element.slot,
    measured,
    isOwn: true,
    text,
    over: round(over),
    fits: Math.max(0, Math.floor(fits)),
  });
  const problems: SlotProblem[] = [];
  if (lines.length > most) {
    const fits = lines.slice(0, most).reduce((sum, { length }) => sum + length, 0);
    const over = lines.at(-1)!.middle - lines[most - 1]!.middle;
    problems.push(problem(`takes ${lines.length} lines where ${most} ${most === 1 ? 'is' : 'are'} allowed, ${round(over)} px more`, over, fits));
  }
  const widest = lines.reduce((most, line, index) => (line.width > (lines[most]?.width ?? 0) ? index : most), 0);
  const over = contentWidth === undefined ? 0 : (lines[widest]?.width ?? 0) - contentWidth;
  if (contentWidth !== undefined && over > tolerance) {
    const word = findOnlyWord(element.text, lines, widest);
    const fits = ([...(word ?? element.text)].length * contentWidth) / (contentWidth + over) / (word === undefined ? lines.length : 1);
    const found = problem(`${word === undefined ? 'has a line' : `has the word "${word}",`} ${round(over)} px wider than its box`, over, fits);
    problems.push(word === undefined ? found : { ...found, word });
  }
  const missing = countVisible(element.text) - shown;
  if (missing > 0) problems.push(problem(`is cut off by ${missing} characters`, 0, [...element.text].length - missing));
  return problems;
}

/** The words of a line where no line can end within them; undefined when one can, or the line can't be told in the text. */
function findOnlyWord(text: string, lines: readonly MeasuredLine[], index: number): string | undefined {
  const ends = lines.map((_, at) => lines.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0));
  if (ends.at(-1) !== text.length) return undefined;
  const word = text
    .slice(ends[index - 1] ?? 0, ends[index])
    .trim()
    .replace(/\u00AD$/, '');
  return word === '' || /[\s\u00AD\u200B\u2060\u2066-\u2069]/u.test(word) ? undefined : word;
}

/** What the slots' places on the card say against them. */
export function findPlaceProblems(slots: readonly MeasuredSlot[], safeArea: Insets): readonly SlotProblem[] {
  const shown = slots.filter(({ textBox }) => textBox.width > 0);
  return [...shown.flatMap((slot) => findEdgeProblem(slot, safeArea) ?? []), ...shown.flatMap((slot, index) => findOverlap(slot, shown, index) ?? [])];
}

const edges = ['top', 'right', 'bottom', 'left'] as const;

function findEdgeProblem(measured: MeasuredSlot, safeArea: Insets): SlotProblem | undefined {
  const { box, textBox, ancestors } = measured;
  const inset = edges.some((edge) => safeArea[edge] > 0);
  const bounds = [
    ...ancestors.slice(0, 1).map((root) => ({ inner: textBox, outer: shrink(root, safeArea), name: inset ? 'the safe area' : 'the card' })),
    ...ancestors.map((outer, index) => ({ inner: box, outer, name: index === 0 ? 'the card' : 'the box round it' })),
    // What stands beside the text, such as a logo in the same row, may be what makes its box too large.
    ...ancestors.slice(1).map((inner, index) => ({ inner, outer: ancestors[index]!, name: index === 0 ? 'the card' : 'the box round it' })),
    ...[...ancestors.slice(1), box].map((outer, index, all) => ({
      inner: textBox,
      outer,
      name: index === all.length - 1 ? 'its own box' : 'the box round it',
    })),
  ];
  const allowed = (name: string): number => (name.includes('box') ? Math.max(tolerance, overhang * measured.fontSize) : tolerance);
  const worst = bounds
    .filter(({ outer }) => outer.width > 0 && outer.height > 0)
    .flatMap(({ inner, outer, name }) => measureOver(inner, outer).map(({ edge, over }) => ({ edge, over, name })))
    .filter(({ over, name }) => over > allowed(name))
    .reduce<{ edge: string; over: number; name: string } | undefined>((most, each) => (most === undefined || each.over > most.over ? each : most), undefined);
  return (
    worst &&
    describeProblem(
      measured,
      `is ${round(worst.over)} px over the ${worst.edge} edge of ${worst.name}`,
      worst.over,
      worst.edge === 'left' || worst.edge === 'right' ? textBox.width : textBox.height,
    )
  );
}

function shrink({ x, y, width, height }: Box, { top, right, bottom, left }: Insets): Box {
  return { x: x + left, y: y + top, width: width - left - right, height: height - top - bottom };
}

function measureOver(inner: Box, outer: Box): readonly { readonly edge: string; readonly over: number }[] {
  return [
    { edge: 'top', over: outer.y - inner.y },
    { edge: 'right', over: inner.x + inner.width - outer.x - outer.width },
    { edge: 'bottom', over: inner.y + inner.height - outer.y - outer.height },
    { edge: 'left', over: outer.x - inner.x },
  ];
}

function findOverlap(measured: MeasuredSlot, slots: readonly MeasuredSlot[], index: number): SlotProblem | undefined {
  const a = findInkBox(measured);
  for (const [at, other] of slots.entries()) {
    if (at === index) continue;
    const b = findInkBox(other);
    const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    if (wide > tolerance && high > tolerance)
      return describeProblem(
        measured,
        `runs ${round(Math.min(wide, high))} px into "${other.element.slot}"`,
        Math.min(wide, high),
        high <= wide ? a.height : a.width,
      );
  }
  return undefined;
}

/** From the top of the capitals to the last baseline, which is where texts begin to look as if they touched. */
function findInkBox({ textBox, fontSize }: MeasuredSlot): Box {
  const inset = inkInset * fontSize;
  return { ...textBox, y: textBox.y + inset, height: Math.max(0, textBox.height - 2 * inset) };
}

/** The share of the text that is over is the share of its characters that has to go. */
function describeProblem(measured: MeasuredSlot, text: string, over: number, extent: number): SlotProblem {
  const characters = [...measured.element.text].length;
  return {
    slot: measured.element.slot,
    measured,
    isOwn: false,
    text,
    over: round(over),
    fits: Math.max(0, Math.floor(characters * (1 - Math.min(1, over / extent)))),
  };
}

function round(pixels: number): number {
  return Math.ceil(pixels * 10) / 10;
}
