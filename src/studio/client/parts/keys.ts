import { listBetween, listInOrder, stepCell } from '../data/step-cell.ts';
import type { Direction } from '../data/step-cell.ts';
import type { Studio } from '../store/create-studio.ts';
import type { ViewMode } from '../store/view-store.ts';

/** A key and what it does; the help shows the same list. */
export interface KeyBinding {
  /** As `KeyboardEvent.key` says, `Shift+` and `Control+` before it. */
  readonly keys: readonly string[];
  /** How people write them. */
  readonly shown: string;
  readonly label: string;
  readonly where: 'gallery' | 'picture' | 'everywhere';
  /** @param key as in `keys`: the one that was pressed */
  readonly run: (studio: Studio, key: string) => void;
}

interface Move {
  readonly direction: Direction;
  readonly keys: readonly string[];
  readonly shown: string;
  readonly label: string;
}

const moves: readonly Move[] = [
  { direction: 'before', keys: ['ArrowLeft', 'h'], shown: '← H', label: 'The picture before' },
  { direction: 'after', keys: ['ArrowRight', 'l'], shown: '→ L', label: 'The next picture' },
  { direction: 'up', keys: ['ArrowUp', 'k'], shown: '↑ K', label: 'The asset above' },
  { direction: 'down', keys: ['ArrowDown', 'j'], shown: '↓ J', label: 'The asset below' },
  { direction: 'first', keys: ['Home'], shown: 'Home', label: 'The first of the row' },
  { direction: 'last', keys: ['End'], shown: 'End', label: 'The last of the row' },
];

/** Arrow keys by where they lead. */
const arrowMoves: { readonly [key: string]: Direction } = { ArrowLeft: 'before', ArrowRight: 'after', ArrowUp: 'up', ArrowDown: 'down' };

/** Every key of the page. The first that fits is taken. */
export const keyBindings: readonly KeyBinding[] = [
  ...moves.map(bindMove),
  { keys: Object.keys(arrowMoves).map((key) => `Shift+${key}`), shown: 'Shift ←→↑↓', label: 'Select a rectangle', where: 'gallery', run: extend },
  { keys: ['Enter'], shown: 'Enter', label: 'Open the picture', where: 'gallery', run: (studio) => studio.open(currentOf(studio)) },
  { keys: [' '], shown: 'Space', label: 'Select, or not any more', where: 'gallery', run: (studio) => studio.toggleSelected(currentOf(studio)) },
  { keys: ['Control+a', 'Meta+a'], shown: 'Ctrl A', label: 'Select all that are shown', where: 'gallery', run: selectShown },
  { keys: ['Escape'], shown: 'Esc', label: 'Select nothing; then show all', where: 'gallery', run: clear },
  { keys: ['/'], shown: '/', label: 'Search', where: 'gallery', run: () => focusOn('#search') },
  { keys: ['f'], shown: 'F', label: 'Filters', where: 'gallery', run: openFilters },
  { keys: ['v'], shown: 'V', label: 'Columns by size or by language', where: 'gallery', run: switchGrouping },
  { keys: ['Escape'], shown: 'Esc', label: 'Back to all pictures', where: 'picture', run: (studio) => studio.leave() },
  { keys: ['e'], shown: 'E', label: 'Edit the copy', where: 'picture', run: () => focusOn('.copy-editor textarea') },
  bindMode('[', 'Before', 'before'),
  { keys: [']'], shown: ']', label: 'After', where: 'picture', run: (studio) => (studio.mode.value = 'picture') },
  bindMode('d', 'Differences', 'difference'),
  bindMode('s', 'Before and after, side by side with a slider', 'slider'),
  bindMode('o', 'Onion skin', 'onion'),
  { keys: ['c'], shown: 'C', label: 'Candidates', where: 'picture', run: showCandidates },
  { keys: ['t'], shown: 'T', label: 'Text boxes', where: 'picture', run: ({ showsBoxes }) => (showsBoxes.value = !showsBoxes.value) },
  { keys: ['m'], shown: 'M', label: 'Safe area', where: 'picture', run: ({ showsSafeArea }) => (showsSafeArea.value = !showsSafeArea.value) },
  { keys: ['b'], shown: 'B', label: 'Backdrop: light, dark, checker', where: 'picture', run: switchBackdrop },
  { keys: ['0'], shown: '0', label: 'Fit', where: 'picture', run: ({ zoom }) => (zoom.value = 0) },
  { keys: ['1'], shown: '1', label: '100 %', where: 'picture', run: ({ zoom }) => (zoom.value = 1) },
  { keys: ['+', '='], shown: '+', label: 'Closer', where: 'picture', run: ({ zoom }) => (zoom.value = stepZoom(zoom.value, 1)) },
  { keys: ['-'], shown: '−', label: 'Farther', where: 'picture', run: ({ zoom }) => (zoom.value = stepZoom(zoom.value, -1)) },
  { keys: ['a'], shown: 'A', label: 'Approve the picture, or what is selected', where: 'everywhere', run: approve },
  { keys: ['r'], shown: 'R', label: 'Reject, with a comment', where: 'everywhere', run: reject },
  { keys: ['g'], shown: 'G', label: 'Buy missing art, after its price', where: 'everywhere', run: openPurchases },
  { keys: ['p'], shown: 'P', label: 'Problems', where: 'everywhere', run: ({ dialog }) => (dialog.value = { kind: 'problems' }) },
  { keys: ['?'], shown: '?', label: 'This list', where: 'everywhere', run: ({ dialog }) => (dialog.value = { kind: 'help' }) },
];

const steps = [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 8] as const;

/** The next step of the zoom; from a picture that fits, one beside 100 %. */
export function stepZoom(zoom: number, direction: 1 | -1): number {
  const from = zoom === 0 ? 1 : zoom;
  const next = direction === 1 ? steps.find((step) => step > from) : steps.findLast((step) => step < from);
  return next ?? from;
}

/** In the gallery the keyboard moves; an opened picture gives way to the next one. */
function bindMove({ direction, keys, shown, label }: Move): KeyBinding {
  const run = (studio: Studio): void => {
    const isOpen = studio.opened.value !== '';
    const next = stepCell(studio.matrix.value, isOpen ? studio.opened.value : currentOf(studio), mirror(direction));
    if (isOpen) studio.open(next);
    else setCurrent(studio, next);
  };
  return { keys, shown, label, where: 'everywhere', run };
}

/** Where lines run from right to left, the next picture lies on the left. */
function mirror(direction: Direction): Direction {
  if (getComputedStyle(document.documentElement).direction !== 'rtl') return direction;
  return direction === 'before' ? 'after' : direction === 'after' ? 'before' : direction;
}

function bindMode(key: string, label: string, mode: ViewMode): KeyBinding {
  return { keys: [key], shown: key.toUpperCase(), label, where: 'picture', run: (studio) => toggleMode(studio, mode) };
}

function toggleMode({ mode, references, say }: Studio, wanted: ViewMode): void {
  if (references.value.length === 0) say({ text: 'There is nothing to compare with: this picture has not changed.', fix: '', isError: false });
  else mode.value = mode.value === wanted ? 'picture' : wanted;
}

function currentOf({ current, shown, matrix }: Studio): string {
  return matrix.value.placeOf(current.value) === undefined ? (shown.value[0]?.id ?? '') : current.value;
}

function setCurrent(studio: Studio, cell: string): void {
  studio.current.value = cell;
  studio.anchor.value = cell;
}

function extend(studio: Studio, key: string): void {
  const { matrix, current, anchor, selected } = studio;
  const from = currentOf(studio);
  if (anchor.value === '') anchor.value = from;
  const to = stepCell(matrix.value, from, mirror(arrowMoves[key.slice('Shift+'.length)] ?? 'after'));
  current.value = to;
  selected.value = new Set(listBetween(matrix.value, anchor.value, to));
}

function selectShown({ matrix, selected }: Studio): void {
  selected.value = new Set(listInOrder(matrix.value));
}

function clear({ selected, clearFilters }: Studio): void {
  if (selected.value.size > 0) selected.value = new Set();
  else clearFilters();
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function openFilters({ isFiltering }: Studio): void {
  isFiltering.value = true;
  requestAnimationFrame(() => focusOn('#filters button'));
}

function switchGrouping({ grouping }: Studio): void {
  grouping.value = grouping.value === 'size' ? 'locale' : 'size';
}

function switchBackdrop({ backdrop, shownBackdrop }: Studio): void {
  const order = ['light', 'dark', 'checker'] as const;
  backdrop.value = order[(order.indexOf(shownBackdrop.value) + 1) % order.length]!;
}

function showCandidates({ mode, detail, say }: Studio): void {
  if ((detail.value?.candidates.length ?? 0) === 0) say({ text: 'Nothing was bought for this picture.', fix: '', isError: false });
  else mode.value = mode.value === 'candidates' ? 'picture' : 'candidates';
}

/** One picture that is looked at is approved at once; many are counted first. */
function approve(studio: Studio): void {
  const cells = listMeant(studio);
  if (cells.length === 1) void studio.review(cells, 'approved', '');
  else if (cells.length > 1) studio.dialog.value = { kind: 'review', verdict: 'approved', cells };
}

function reject(studio: Studio): void {
  const cells = listMeant(studio);
  if (cells.length > 0) studio.dialog.value = { kind: 'review', verdict: 'rejected', cells };
}

function listMeant(studio: Studio): readonly string[] {
  const { opened, selected } = studio;
  if (opened.value !== '') return [opened.value];
  if (selected.value.size > 0) return [...selected.value];
  const cell = currentOf(studio);
  return cell === '' ? [] : [cell];
}

function openPurchases({ state, dialog, say }: Studio): void {
  if (state.value.purchases.length === 0) say({ text: 'Nothing is to be bought.', fix: '', isError: false });
  else dialog.value = { kind: 'purchase' };
}
