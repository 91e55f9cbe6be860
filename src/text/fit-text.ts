import { textOverflow } from '../diagnostics/template.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Box, Insets, Shape } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { TextBox } from '../model/outcome.ts';
import type { ShownMessage } from '../model/plan.ts';
import { pickShape } from '../model/template.ts';
import type { TemplateContract, TextSlot } from '../model/template.ts';
import type { MeasuredNode, RenderDocument, RenderNode } from '../spec/renderer.ts';
import { balanceLines, breakText } from './balance-lines.ts';
import { clipOwnTexts, clipTogether, type ClippedTexts, type ClipRequest } from './clip-texts.ts';
import { findMessageOf } from './find-message-of.ts';
import { mixesDirections } from './isolate-direction.ts';
import { keepInlineLines } from './keep-inline-lines.ts';
import { findOwnProblems, findPlaceProblems, type MeasuredCard, measureSlots, type MeasuredSlot, type SlotProblem } from './measure-slots.ts';
import { rangeOf } from './resolve-text-slot.ts';
import { applySettings, findSlotElements, formatPath, type SlotElement, type SlotSettings, wrapTexts } from './slot-document.ts';
import { endsInStub, findTidierSizes, isBalanced, isUntidy, leastOf, wantsTidy } from './tidy-lines.ts';

/** A card whose texts are to be fitted. */
export interface FitRequest {
  readonly document: RenderDocument;
  readonly contract: TemplateContract;
  readonly shape: Shape;
  /** Pixels of a hundredth of the short side. */
  readonly unit: number;
  /** Where no text may stand; default nowhere. */
  readonly safeArea?: Insets;
  /** Where a text is cut that may be; default `…`. */
  readonly ellipsis?: string;
  /** Where the texts are written, for diagnostics. */
  readonly messages?: readonly ShownMessage[];
  /** What else the details of diagnostics tell. */
  readonly about?: JsonObject;
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
 * each other. Elements that show the same slot, and slots of one group, share one size. What is too long at its smallest size and may be cut is cut at a word.
 * A text whose last line would be a stub, or a headline with uneven lines, is then a little smaller if that mends it.
 * One layout when everything fits at once, two more when a headline has several lines, about 15 at most, and some more where a text is cut or tidied.
 * @throws VisualsError `TEXT_OVERFLOW`, one for each slot that does not fit even at its smallest size
 */
export async function fitDocument(request: FitRequest): Promise<FittedDocument> {
  const { fitter, shown, card } = await fitPlainly(request);
  const last = await tidyCard(fitter, await settleLines(fitter, shown, card));
  const settings = { ...last.shown, brokenTexts: new Map([...keepBreaks(findKept(fitter, last.slots)), ...last.evened]) };
  const root = applySettings(request.document.root, fitter.elements, settings);
  const document = { ...request.document, root: await keepInlineLines(root, (tree) => request.layout({ ...request.document, root: tree })) };
  await checkCutOff(fitter, document, last.shown);
  return { document, boxes: last.slots.map((slot) => describeBox(fitter, slot)) };
}

/**
 * What {@link fitDocument} would find against the texts, in as few layouts as will do: lines are not balanced, since a text never fails for that.
 * @returns the boxes of the texts with their lines as the words fall
 * @throws VisualsError `TEXT_OVERFLOW`
 */
export async function measureDocument(request: FitRequest): Promise<readonly TextBox[]> {
  const { fitter, shown, card } = await fitPlainly(request);
  const root = applySettings(request.document.root, fitter.elements, { ...shown, brokenTexts: new Map(keepBreaks(findKept(fitter, card.slots))) });
  await checkCutOff(fitter, { ...request.document, root }, shown);
  return card.slots.map((slot) => describeBox(fitter, slot));
}

/** Sizes, and what is left of texts that were cut. */
interface Shown {
  readonly sizes: Sizes;
  readonly clippedTexts: ClippedTexts;
}

async function fitPlainly(request: FitRequest): Promise<{ readonly fitter: Fitter; readonly shown: Shown; readonly card: MeasuredCard }> {
  const fitter = createFitter(request);
  const shown = await findShown(fitter);
  const card = await attemptPlainly(fitter, shown);
  if (card.problems.length > 0) fail(fitter, card.problems);
  return { fitter, shown, card };
}

/** Font sizes in whole pixels. */
interface PixelRange {
  readonly smallest: number;
  readonly largest: number;
}

interface Fitter {
  readonly request: FitRequest;
  readonly elements: readonly SlotElement[];
  readonly slotOf: (name: string) => TextSlot;
  /** Slots of one group have one size. */
  readonly groupOf: (slot: string) => string;
  /** By group. */
  readonly ranges: ReadonlyMap<string, PixelRange>;
  /** Lays out the card and measures its slots; the same settings are laid out once. */
  readonly attempt: (settings: SlotSettings) => Promise<MeasuredCard>;
}

function createFitter(request: FitRequest): Fitter {
  const { document, contract, shape, unit, safeArea = { top: 0, right: 0, bottom: 0, left: 0 }, layout } = request;
  const elements = findSlotElements(document.root).filter(({ slot }) => contract.slots[slot]?.type === 'text');
  const slotOf = (name: string): TextSlot => contract.slots[name] as TextSlot;
  // A space can't be in the name of a slot.
  const groupOf = (slot: string): string => (slotOf(slot).fitGroup === undefined ? slot : `group ${slotOf(slot).fitGroup}`);
  const ranges = new Map<string, PixelRange>();
  for (const { slot } of elements) ranges.set(groupOf(slot), shareRange(ranges.get(groupOf(slot)), findRange(slotOf(slot), shape, unit)));
  const seen = new Map<string, Promise<MeasuredCard>>();
  const run = async (settings: SlotSettings): Promise<MeasuredCard> => {
    const root = wrapTexts(applySettings(document.root, elements, settings), elements);
    const slots = measureSlots(await layout({ ...document, root }), showClipped(elements, settings.clippedTexts), settings.sizes);
    const own = slots.flatMap((slot) => findOwnProblems(slot, findMostLines(slotOf(slot.element.slot), shape)));
    return { slots, problems: [...own, ...findPlaceProblems(slots, safeArea)] };
  };
  const attempt = (settings: SlotSettings): Promise<MeasuredCard> => {
    const key = JSON.stringify([[...settings.sizes], [...settings.brokenTexts], [...(settings.clippedTexts ?? [])]]);
    const known = seen.get(key) ?? run(settings);
    seen.set(key, known);
    return known;
  };
  return { request, elements, slotOf, groupOf, ranges, attempt };
}

/** The sizes that all slots of a group may have; where they contradict each other, the smallest of the largest. */
function shareRange(known: PixelRange | undefined, range: PixelRange): PixelRange {
  if (known === undefined) return range;
  const largest = Math.min(known.largest, range.largest);
  return { largest, smallest: Math.min(largest, Math.max(known.smallest, range.smallest)) };
}

/** The elements with the texts that are left of them. */
function showClipped(elements: readonly SlotElement[], clippedTexts: ClippedTexts | undefined): readonly SlotElement[] {
  if (clippedTexts === undefined || clippedTexts.size === 0) return elements;
  return elements.map((element) => ({ ...element, text: clippedTexts.get(formatPath(element.path)) ?? element.text }));
}

/** Smallest and largest size of a slot on a card, in whole pixels. */
export function findRange(slot: TextSlot, shape: Shape, unit: number): PixelRange {
  const range = rangeOf(slot, shape);
  const largest = Math.max(1, Math.floor(range.largest * unit));
  return { largest, smallest: slot.fit === 'error' ? largest : Math.min(largest, Math.max(1, Math.ceil(range.smallest * unit))) };
}

/** How many lines a slot may have on a card of this shape. */
export function findMostLines({ lines }: TextSlot, shape: Shape): number {
  return typeof lines === 'number' ? lines : pickShape(lines, shape);
}

type Sizes = ReadonlyMap<string, number>;

const noClips: ClippedTexts = new Map();

/**
 * First each slot for itself, all in the same layouts; then what is still too long and may be cut; then, if they are in each other's way, all together; and if
 * that is not enough, all that may be cut together.
 */
async function findShown(fitter: Fitter): Promise<Shown> {
  const largest = { sizes: expandSizes(fitter, ({ largest: size }) => size), clippedTexts: noClips };
  const first = await attemptPlainly(fitter, largest);
  if (first.problems.length === 0) return largest;
  const sizes = await searchOwnSizes(fitter, first);
  const after = await attemptPlainly(fitter, { sizes, clippedTexts: noClips });
  if (after.problems.length === 0) return { sizes, clippedTexts: noClips };
  const clippable = fitter.elements.filter(({ slot, isText }) => isText && fitter.slotOf(slot).fit === 'clip');
  if (clippable.length === 0) return searchCommonShare(fitter, { sizes, clippedTexts: noClips });
  const clippedTexts = await clipOwnTexts(describeClips(fitter, clippable, sizes), after);
  const own = { sizes, clippedTexts };
  if ((await attemptPlainly(fitter, own)).problems.length === 0) return own;
  const shared = await searchCommonShare(fitter, own);
  if ((await attemptPlainly(fitter, shared)).problems.length === 0) return shared;
  return { ...shared, clippedTexts: await clipTogether(describeClips(fitter, clippable, shared.sizes), clippedTexts) };
}

function attemptPlainly(fitter: Fitter, shown: Shown): Promise<MeasuredCard> {
  return fitter.attempt({ ...shown, brokenTexts: new Map() });
}

function describeClips(fitter: Fitter, elements: readonly SlotElement[], sizes: Sizes): ClipRequest {
  const { ellipsis = '…' } = fitter.request;
  return { elements, ellipsis, attempt: (clippedTexts) => attemptPlainly(fitter, { sizes, clippedTexts }) };
}

/** Gives each slot the size of its group. */
function expandSizes({ elements, groupOf, ranges }: Fitter, pick: (range: PixelRange, group: string) => number): Sizes {
  return new Map(elements.map(({ slot }) => [slot, pick(ranges.get(groupOf(slot))!, groupOf(slot))]));
}

/** For every group in which a slot's own lines or widths are too many, the largest size at which they are not, or the smallest. */
async function searchOwnSizes(fitter: Fitter, first: MeasuredCard): Promise<Sizes> {
  const open = new Map(listOwn(fitter, first).map((group) => [group, { good: fitter.ranges.get(group)!.smallest, bad: fitter.ranges.get(group)!.largest }]));
  const isOpen = (): boolean => [...open.values()].some(({ good, bad }) => bad - good > 1);
  while (isOpen()) {
    const tried = new Map([...open].map(([group, { good, bad }]) => [group, bad - good > 1 ? Math.floor((good + bad) / 2) : good]));
    const sizes = expandSizes(fitter, ({ largest }, group) => tried.get(group) ?? largest);
    const failing = new Set(listOwn(fitter, await attemptPlainly(fitter, { sizes, clippedTexts: noClips })));
    for (const [group, range] of open) {
      const size = tried.get(group)!;
      if (range.bad - range.good > 1) open.set(group, failing.has(group) ? { ...range, bad: size } : { ...range, good: size });
    }
  }
  return expandSizes(fitter, ({ largest }, group) => open.get(group)?.good ?? largest);
}

function listOwn({ groupOf }: Fitter, { problems }: MeasuredCard): readonly string[] {
  return [...new Set(problems.filter(({ isOwn }) => isOwn).map(({ slot }) => groupOf(slot)))];
}

/** Steps between the sizes that each slot could have alone and the smallest. */
const shareSteps = 16;

/** Takes all slots the same share of the way down to their smallest sizes, as little as will do. The smallest sizes when nothing will. */
async function searchCommonShare(fitter: Fitter, own: Shown): Promise<Shown> {
  const at = (step: number): Shown => ({
    ...own,
    sizes: new Map(
      [...own.sizes].map(([slot, size]) => {
        const { smallest } = fitter.ranges.get(fitter.groupOf(slot))!;
        return [slot, smallest + Math.floor(((size - smallest) * step) / shareSteps)];
      }),
    ),
  });
  let [good, bad] = [0, shareSteps];
  if ((await attemptPlainly(fitter, at(0))).problems.length > 0) return at(0);
  while (bad - good > 1) {
    const step = Math.floor((good + bad) / 2);
    if ((await attemptPlainly(fitter, at(step))).problems.length === 0) good = step;
    else bad = step;
  }
  return at(good);
}

/** Whose lines are made even: headlines and what else asks for it, and a text that would end in a stub. */
function findBalanced({ slotOf }: Fitter, slots: readonly MeasuredSlot[]): readonly MeasuredSlot[] {
  return slots.filter((measured) => {
    const slot = slotOf(measured.element.slot);
    const mayBe = slot.balance === undefined && wantsTidy(slot, measured) && endsInStub(measured);
    return measured.element.isBlock && (isBalanced(slot) || mayBe);
  });
}

/**
 * Whose lines are broken for good where they were measured: those that the engine would break anew to balance them, and those of both directions, in which it draws the
 * words of a line over each other when the space at the line's end is not at its left or right.
 */
function findKept(fitter: Fitter, slots: readonly MeasuredSlot[]): readonly MeasuredSlot[] {
  const around = fitter.request.document.root.dir ?? 'ltr';
  const balanced = new Set(findBalanced(fitter, slots));
  return slots.filter((slot) => balanced.has(slot) || (slot.element.isBlock && mixesDirections(slot.element.text, around)));
}

/** A card whose lines are even where they can be. */
interface SettledCard {
  readonly shown: Shown;
  readonly slots: readonly MeasuredSlot[];
  /** Path → text with line breaks. */
  readonly evened: ReadonlyMap<string, string>;
}

async function settleLines(fitter: Fitter, shown: Shown, card: MeasuredCard): Promise<SettledCard> {
  const evened = await balanceTexts(fitter, shown, card.slots);
  const balanced = evened.size === 0 ? card : await fitter.attempt({ ...shown, brokenTexts: evened });
  return balanced.problems.length === 0 ? { shown, slots: balanced.slots, evened } : { shown, slots: card.slots, evened: new Map() };
}

/** Sets texts whose lines stay untidy a little smaller where that mends them: at the largest size at which fewer of the card's texts are. */
async function tidyCard(fitter: Fitter, first: SettledCard): Promise<SettledCard> {
  let settled = first;
  for (const { element } of findUntidy(fitter, first)) {
    if (findUntidy(fitter, settled).some((each) => each.element === element)) settled = await tidyText(fitter, settled, { element, first });
  }
  return settled;
}

function findUntidy({ slotOf }: Fitter, { slots }: SettledCard): readonly MeasuredSlot[] {
  return slots.filter((measured) => {
    const slot = slotOf(measured.element.slot);
    return wantsTidy(slot, measured) && isUntidy(slot, measured);
  });
}

/** A text, and the card as it was before any text of it was tidied: from its sizes on is counted what a text gives. */
interface Untidy {
  readonly element: SlotElement;
  readonly first: SettledCard;
}

async function tidyText(fitter: Fitter, settled: SettledCard, untidy: Untidy): Promise<SettledCard> {
  const most = findUntidy(fitter, settled).length;
  for (const size of await listTidierSizes(fitter, settled, untidy)) {
    const shown = resizeGroup(fitter, settled.shown, { like: untidy.element.slot, size });
    const card = await attemptPlainly(fitter, shown);
    const tried = card.problems.length === 0 ? await settleLines(fitter, shown, card) : settled;
    if (findUntidy(fitter, tried).length < most) return tried;
  }
  return settled;
}

async function listTidierSizes(fitter: Fitter, { shown }: SettledCard, { element, first }: Untidy): Promise<readonly number[]> {
  const { document, layout } = fitter.request;
  const plain = (await attemptPlainly(fitter, shown)).slots.find((each) => each.element === element);
  if (plain === undefined) return [];
  const root = applySettings(document.root, fitter.elements, { ...shown, brokenTexts: new Map() });
  const { smallest } = fitter.ranges.get(fitter.groupOf(element.slot))!;
  const least = Math.max(smallest, leastOf(first.shown.sizes.get(element.slot)!));
  return findTidierSizes(root, plain, least, (tree) => layout({ ...document, root: tree }));
}

function resizeGroup({ groupOf }: Fitter, shown: Shown, { like, size }: { readonly like: string; readonly size: number }): Shown {
  return { ...shown, sizes: new Map([...shown.sizes].map(([slot, own]) => [slot, groupOf(slot) === groupOf(like) ? size : own])) };
}

async function balanceTexts(fitter: Fitter, shown: Shown, slots: readonly MeasuredSlot[]): Promise<ReadonlyMap<string, string>> {
  const { document, layout } = fitter.request;
  const root = applySettings(document.root, fitter.elements, { ...shown, brokenTexts: new Map() });
  return balanceLines(root, findBalanced(fitter, slots), (tree: RenderNode) => layout({ ...document, root: tree }));
}

/** Texts with a line break where each of their lines was measured to end. */
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
async function checkCutOff(fitter: Fitter, document: RenderDocument, { sizes, clippedTexts }: Shown): Promise<void> {
  if (!document.css.some((sheet) => /line-clamp|text-overflow/.test(sheet))) return;
  const elements = showClipped(fitter.elements, clippedTexts).map((element) => ({ ...element, isBlock: false }));
  const slots = measureSlots(await fitter.request.layout(document), elements, sizes);
  const problems = slots.flatMap((slot) => findOwnProblems(slot, Number.POSITIVE_INFINITY));
  if (problems.length > 0) fail(fitter, problems);
}

/** Tells the gravest problem of each slot. What was pushed out of its place by a text that is too long by itself is none. */
function fail(fitter: Fitter, problems: readonly SlotProblem[]): never {
  const own = problems.filter(({ isOwn }) => isOwn);
  const worst = new Map<string, SlotProblem>();
  for (const problem of own.length > 0 ? own : problems) {
    const known = worst.get(problem.slot);
    if (known === undefined || problem.over > known.over) worst.set(problem.slot, problem);
  }
  throw new VisualsError([...worst.values()].map((problem) => describeOverflow(problem, fitter)));
}

function describeOverflow({ slot, measured, text, over, fits, word }: SlotProblem, { request, slotOf, groupOf, ranges }: Fitter): Diagnostic {
  const { element, fontSize, lines } = measured;
  const locale = request.document.lang;
  const message = findMessageOf(request.messages, element);
  const details = {
    ...request.about,
    slot,
    locale,
    ...(message && { key: message.key }),
    text: element.text,
    over,
    lines: lines.length,
    fontSize,
    ...ranges.get(groupOf(slot))!,
    fits,
    ...(word !== undefined && { word }),
    path: formatPath(element.path),
  };
  const found = {
    slot,
    locale,
    problem: text,
    characters: [...element.text].length,
    fits,
    fontSize,
    isSmallest: slotOf(slot).fit !== 'error',
    ...(word !== undefined && { word }),
  };
  return textOverflow(found, { ...(message?.place && { place: message.place }), details });
}

function describeBox({ request, elements, slotOf, groupOf, ranges }: Fitter, measured: MeasuredSlot): TextBox {
  const { element, fontSize, lines, textBox, box, contentWidth } = measured;
  const slot = slotOf(element.slot);
  const range = ranges.get(groupOf(element.slot))!;
  const path = formatPath(element.path);
  const whole = elements.find((each) => formatPath(each.path) === path)!.text;
  return {
    slot: element.slot,
    role: slot.role,
    text: element.text,
    ...(whole !== element.text && { whole }),
    fontSize,
    ...range,
    lines: lines.length,
    mostLines: findMostLines(slot, request.shape),
    ...roundBox(textBox),
    element: roundBox(box),
    ...(contentWidth !== undefined && { contentWidth: roundPixels(contentWidth) }),
    isShrunk: fontSize < range.largest,
    isClipped: whole !== element.text,
  };
}

function roundBox({ x, y, width, height }: Box): Box {
  return { x: roundPixels(x), y: roundPixels(y), width: roundPixels(width), height: roundPixels(height) };
}

function roundPixels(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
