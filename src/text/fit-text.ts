import { textOverflow } from '../diagnostics/template.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Aspect, Insets } from '../model/geometry.ts';
import type { TextBox } from '../model/outcome.ts';
import type { FontRange, TemplateContract, TextSlot } from '../model/template.ts';
import type { MeasuredNode, RenderDocument, RenderNode } from '../spec/renderer.ts';
import { balanceLines, breakText } from './balance-lines.ts';
import { findOwnProblems, findPlaceProblems, measureSlots, type MeasuredSlot, type SlotProblem } from './measure-slots.ts';
import { applySettings, findSlotElements, formatPath, type SlotElement, type SlotSettings, wrapTexts } from './slot-document.ts';

/** A card whose texts are to be fitted. */
export interface FitRequest {
  readonly document: RenderDocument;
  readonly contract: TemplateContract;
  readonly aspect: Aspect;
  /** Pixels of a hundredth of the short side. */
  readonly unit: number;
  /** Where no text may stand; default nowhere. */
  readonly safeArea?: Insets;
  readonly layout: (document: RenderDocument) => Promise<MeasuredNode>;
}

/** A card whose texts fit. */
export interface FittedDocument {
  /** With a font size on every element of a slot, and line breaks where lines were balanced. */
  readonly document: RenderDocument;
  /** Where the texts stand, in the order of the document; those that the style hides are left out. */
  readonly boxes: readonly TextBox[];
}

/**
 * Gives every text slot the largest whole font size of its range at which all texts fit: within their lines and boxes, inside the card and its safe area, clear of
 * each other. Elements that show the same slot share one size. One layout when everything fits at once, two more when a headline has several lines, about 15 at most.
 * @throws VisualsError `TEXT_OVERFLOW`, one for each slot that does not fit even at its smallest size
 */
export async function fitDocument(request: FitRequest): Promise<FittedDocument> {
  const fitter = createFitter(request);
  const sizes = await findSizes(fitter);
  const plain = await fitter.attempt({ sizes, brokenTexts: new Map() });
  if (plain.problems.length > 0) fail(fitter, plain.problems);
  const evened = await balanceHeadlines(fitter, sizes, plain.slots);
  const balanced = evened.size === 0 ? plain : await fitter.attempt({ sizes, brokenTexts: evened });
  const last = balanced.problems.length === 0 ? { slots: balanced.slots, evened } : { slots: plain.slots, evened: new Map<string, string>() };
  const brokenTexts = new Map([...keepBreaks(findHeadlines(fitter, last.slots)), ...last.evened]);
  const document = { ...request.document, root: applySettings(request.document.root, fitter.elements, { sizes, brokenTexts }) };
  await checkCutOff(fitter, document, sizes);
  return { document, boxes: last.slots.map(describeBox) };
}

/** Smallest and largest size of a slot in whole pixels. */
interface PixelRange {
  readonly smallest: number;
  readonly largest: number;
}

interface Attempt {
  readonly slots: readonly MeasuredSlot[];
  readonly problems: readonly SlotProblem[];
}

interface Fitter {
  readonly request: FitRequest;
  readonly elements: readonly SlotElement[];
  readonly ranges: ReadonlyMap<string, PixelRange>;
  /** Lays out the card and measures its slots; the same settings are laid out once. */
  readonly attempt: (settings: SlotSettings) => Promise<Attempt>;
}

function createFitter(request: FitRequest): Fitter {
  const { document, contract, aspect, unit, safeArea = { top: 0, right: 0, bottom: 0, left: 0 }, layout } = request;
  const elements = findSlotElements(document.root).filter(({ slot }) => contract.slots[slot]?.type === 'text');
  const slotOf = (name: string): TextSlot => contract.slots[name] as TextSlot;
  const ranges = new Map(elements.map(({ slot }) => [slot, findRange(slotOf(slot), aspect, unit)]));
  const seen = new Map<string, Promise<Attempt>>();
  const run = async (settings: SlotSettings): Promise<Attempt> => {
    const root = wrapTexts(applySettings(document.root, elements, settings), elements);
    const slots = measureSlots(await layout({ ...document, root }), elements, settings.sizes);
    const own = slots.flatMap((slot) => findOwnProblems(slot, findMostLines(slotOf(slot.element.slot), aspect)));
    return { slots, problems: [...own, ...findPlaceProblems(slots, safeArea)] };
  };
  const attempt = (settings: SlotSettings): Promise<Attempt> => {
    const key = JSON.stringify([[...settings.sizes], [...settings.brokenTexts]]);
    const known = seen.get(key) ?? run(settings);
    seen.set(key, known);
    return known;
  };
  return { request, elements, ranges, attempt };
}

function findRange({ size, fit }: TextSlot, aspect: Aspect, unit: number): PixelRange {
  const range: FontRange = 'largest' in size ? size : size[aspect];
  const largest = Math.max(1, Math.floor(range.largest * unit));
  return { largest, smallest: fit === 'error' ? largest : Math.min(largest, Math.max(1, Math.ceil(range.smallest * unit))) };
}

function findMostLines({ lines }: TextSlot, aspect: Aspect): number {
  return typeof lines === 'number' ? lines : lines[aspect];
}

type Sizes = ReadonlyMap<string, number>;

/** First each slot for itself, all in the same layouts; then, if they are in each other's way, all together. */
async function findSizes(fitter: Fitter): Promise<Sizes> {
  const largest: Sizes = new Map([...fitter.ranges].map(([slot, range]) => [slot, range.largest]));
  const first = await attemptSizes(fitter, largest);
  if (first.problems.length === 0) return largest;
  const own = await searchOwnSizes(fitter, largest, first);
  const after = await attemptSizes(fitter, own);
  return after.problems.length === 0 ? own : searchCommonShare(fitter, own);
}

function attemptSizes(fitter: Fitter, sizes: Sizes): Promise<Attempt> {
  return fitter.attempt({ sizes, brokenTexts: new Map() });
}

/** For every slot whose own lines or widths are too many, the largest size at which they are not, or the smallest. */
async function searchOwnSizes(fitter: Fitter, largest: Sizes, first: Attempt): Promise<Sizes> {
  const open = new Map(listOwn(first).map((slot) => [slot, { good: fitter.ranges.get(slot)!.smallest, bad: fitter.ranges.get(slot)!.largest }]));
  const isOpen = (): boolean => [...open.values()].some(({ good, bad }) => bad - good > 1);
  while (isOpen()) {
    const tried = new Map([...open].map(([slot, { good, bad }]) => [slot, bad - good > 1 ? Math.floor((good + bad) / 2) : good]));
    const failing = new Set(listOwn(await attemptSizes(fitter, new Map([...largest, ...tried]))));
    for (const [slot, range] of open) {
      const size = tried.get(slot)!;
      if (range.bad - range.good > 1) open.set(slot, failing.has(slot) ? { ...range, bad: size } : { ...range, good: size });
    }
  }
  return new Map([...largest, ...[...open].map(([slot, { good }]) => [slot, good] as const)]);
}

function listOwn({ problems }: Attempt): readonly string[] {
  return [...new Set(problems.filter(({ isOwn }) => isOwn).map(({ slot }) => slot))];
}

/** Steps between the sizes that each slot could have alone and the smallest. */
const shareSteps = 16;

/** Takes all slots the same share of the way down to their smallest sizes, as little as will do. The smallest sizes when nothing will. */
async function searchCommonShare(fitter: Fitter, own: Sizes): Promise<Sizes> {
  const at = (step: number): Sizes =>
    new Map(
      [...own].map(([slot, size]) => {
        const { smallest } = fitter.ranges.get(slot)!;
        return [slot, smallest + Math.floor(((size - smallest) * step) / shareSteps)];
      }),
    );
  let [good, bad] = [0, shareSteps];
  if ((await attemptSizes(fitter, at(0))).problems.length > 0) return at(0);
  while (bad - good > 1) {
    const step = Math.floor((good + bad) / 2);
    if ((await attemptSizes(fitter, at(step))).problems.length === 0) good = step;
    else bad = step;
  }
  return at(good);
}

function findHeadlines({ request: { contract } }: Fitter, slots: readonly MeasuredSlot[]): readonly MeasuredSlot[] {
  return slots.filter(({ element: { slot, isBlock } }) => isBlock && (contract.slots[slot] as TextSlot).role === 'headline');
}

async function balanceHeadlines(fitter: Fitter, sizes: Sizes, slots: readonly MeasuredSlot[]): Promise<ReadonlyMap<string, string>> {
  const { document, layout } = fitter.request;
  const root = applySettings(document.root, fitter.elements, { sizes, brokenTexts: new Map() });
  return balanceLines(root, findHeadlines(fitter, slots), (tree: RenderNode) => layout({ ...document, root: tree }));
}

/** Lines broken where they were measured, so that a style that balances lines while painting can't move them out of the boxes that were checked. */
function keepBreaks(slots: readonly MeasuredSlot[]): readonly (readonly [string, string])[] {
  return slots.flatMap(({ element, lines }) => {
    const text =
      lines.length > 1 && !element.text.includes('\n')
        ? breakText(
            element.text,
            lines.map(({ length }) => length),
          )
        : undefined;
    return text === undefined ? [] : [[formatPath(element.path), text] as const];
  });
}

/** A style that cuts lines off does so only where no box stands round the words. */
async function checkCutOff(fitter: Fitter, document: RenderDocument, sizes: Sizes): Promise<void> {
  if (!document.css.some((sheet) => /line-clamp|text-overflow/.test(sheet))) return;
  const elements = fitter.elements.map((element) => ({ ...element, isBlock: false }));
  const slots = measureSlots(await fitter.request.layout(document), elements, sizes);
  const problems = slots.flatMap((slot) => findOwnProblems(slot, Number.POSITIVE_INFINITY));
  if (problems.length > 0) fail(fitter, problems);
}

/** Tells the gravest problem of each slot. */
function fail({ ranges, request }: Fitter, problems: readonly SlotProblem[]): never {
  const worst = new Map<string, SlotProblem>();
  for (const problem of problems) {
    const known = worst.get(problem.slot);
    if (known === undefined || (problem.isOwn === known.isOwn && problem.over > known.over)) worst.set(problem.slot, problem);
  }
  throw new VisualsError(
    [...worst.values()].map((problem) =>
      describeOverflow(problem, { range: ranges.get(problem.slot)!, contract: request.contract, locale: request.document.lang }),
    ),
  );
}

function describeOverflow(
  { slot, measured, text, over, fits }: SlotProblem,
  { range, contract, locale }: { readonly range: PixelRange; readonly contract: TemplateContract; readonly locale: string },
) {
  const { element, fontSize, lines } = measured;
  const isSmallest = (contract.slots[slot] as TextSlot).fit === 'shrink';
  const details = {
    slot,
    locale,
    text: element.text,
    over,
    lines: lines.length,
    fontSize,
    smallest: range.smallest,
    largest: range.largest,
    fits,
    path: formatPath(element.path),
  };
  return textOverflow({ slot, problem: text, characters: [...element.text].length, fits, fontSize, isSmallest }, { details });
}

function describeBox({ element, fontSize, lines, textBox }: MeasuredSlot): TextBox {
  const round = (pixels: number): number => Math.round(pixels * 100) / 100;
  const { x, y, width, height } = textBox;
  return { slot: element.slot, text: element.text, fontSize, lines: lines.length, x: round(x), y: round(y), width: round(width), height: round(height) };
}
