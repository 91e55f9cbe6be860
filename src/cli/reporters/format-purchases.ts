import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { AwaitedArt, PlannedPurchase, PlanReport, PurchaseSummary } from '../../model/report.ts';
import { escapeMarkdown } from '../annotate.ts';
import { formatCount, formatDollars, formatPrice, formatSpendFlag } from '../format-count.ts';
import type { Palette } from '../palette.ts';

/** What a build would buy, for whoever pays: a paragraph a request and the sum; with `verbose` also what the model is told. Empty for a project without bought art. */
export function formatPurchaseList(
  { purchases, requests = 0, batch = false, awaited }: PurchasePart,
  palette: Palette,
  verbose: boolean,
  command = batch ? 'visuals build --batch' : 'visuals build',
): string {
  const waiting = awaited === undefined ? '' : `\n${formatAwaited(awaited)}\n`;
  if (purchases.length === 0) return requests === 0 || awaited !== undefined ? waiting : `\n${nothing}\n`;
  const total = sum(purchases);
  const lines = purchases.map((each) => formatPurchase(each, palette, verbose)).join('');
  const head = palette.bold(batch ? 'to order in batches, done within a day' : 'to buy');
  const all = palette.bold(`in all ${formatCount(total.pictures, 'picture')}: ${formatPrice(total)}`);
  return `\n${head}\n${lines}  ${all}${batch ? ', half of what it costs at once' : ''}\n  ${formatHow(total, command, batch)}\n${waiting}`;
}

/** What of a plan is about money. */
type PurchasePart = Pick<PlanReport, 'purchases' | 'requests' | 'batch' | 'awaited'>;

/** What is ordered and has not come. */
export function formatAwaited({ pictures, batches, high }: AwaitedArt): string {
  return `Ordered in ${formatCount(batches, 'batch', 'batches')}: ${formatCount(pictures, 'picture')}, up to ${formatDollars(high)}; \`visuals build\` collects what is done`;
}

/** The same for a pull request. */
export function formatPurchaseTable({ purchases, requests = 0, batch = false, awaited }: PurchasePart): string {
  const waiting = awaited === undefined ? '' : `\n${formatAwaited(awaited)}.\n`;
  if (purchases.length === 0) return requests === 0 || awaited !== undefined ? waiting : `\n${nothing}.\n`;
  const total = sum(purchases);
  const rows = purchases.map(({ art, model, width, height, quality, pictures, note, ...price }) => {
    const cells = [art, model, `${width}×${height}`, quality, String(pictures), formatPrice(price), note === '' ? '' : `then ${note}`];
    return `| ${cells.map(escapeMarkdown).join(' | ')} |\n`;
  });
  const head = `| ${batch ? 'to order in batches' : 'to buy'} | model | size | quality | pictures | cost | done here |\n|---|---|---|---|--:|---|---|\n`;
  return `\n${head}${rows.join('')}| **in all** | | | | **${total.pictures}** | **${formatPrice(total)}** | |\n${waiting}`;
}

const nothing = 'Nothing would be bought: all bought art is in the lock';

function formatPurchase(purchase: PlannedPurchase, palette: Palette, verbose: boolean): string {
  const { art, model, width, height, quality, pictures, note, serves } = purchase;
  const what = pictures === 1 ? '1 picture' : `${pictures} pictures to choose from`;
  const use = serves > 0 ? `, for ${formatCount(serves, 'finished picture')}` : '';
  const facts = `${what} by ${model}, ${width}×${height}, ${quality} quality${use}: ${formatPrice(purchase)}`;
  const local = note === '' ? '' : `    then here, for free: ${cleanForTerminal(note)}\n`;
  return `  ${palette.bold(cleanForTerminal(art))}  ${cleanForTerminal(facts)}\n${local}${verbose ? formatSections(purchase, palette) : ''}`;
}

function formatSections({ sections }: PlannedPurchase, palette: Palette): string {
  return sections
    .map(({ title, lines }) => {
      const text = lines.flatMap((line) => line.split('\n')).map((line) => `      ${cleanForTerminal(line)}\n`);
      return `    ${palette.cyan(cleanForTerminal(title))}\n${text.join('')}`;
    })
    .join('');
}

function formatHow(total: PurchaseSummary, command: string, batch: boolean): string {
  return total.known
    ? `${batch ? 'order' : 'buy'} with \`${command} ${formatSpendFlag(total)}\``
    : `the price of a model is not known: name the most you would pay with \`${command} --spend <usd>\``;
}

function sum(purchases: readonly PlannedPurchase[]): PurchaseSummary {
  const add = (pick: 'pictures' | 'low' | 'high'): number => purchases.reduce((total, each) => total + each[pick], 0);
  return { pictures: add('pictures'), low: add('low'), high: add('high'), known: purchases.every(({ known }) => known) };
}
