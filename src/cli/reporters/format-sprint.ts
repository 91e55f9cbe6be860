import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { LiveCellState } from '../../model/live.ts';
import { formatState } from '../../report/format-state.ts';
import type { AssetTime } from '../../report/measure-asset-times.ts';
import type { SprintReport } from '../../summarise-sprint.ts';
import { escapeMarkdown } from '../annotate.ts';
import { formatCount, formatDollars, formatPrice } from '../format-count.ts';
import type { Palette } from '../palette.ts';

/** A figure of a sprint, and what is to be said about it. */
type Row = readonly [name: string, value: string];

/** What a sprint delivered, for people. */
export function formatSprint(report: SprintReport, palette: Palette): string {
  if (isEmpty(report)) return '';
  const rows = listRows(report);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${palette.dim(name.padEnd(width))}  ${cleanForTerminal(value)}\n`);
  const times = report.times.map((time) => `  ${cleanForTerminal(`${time.asset}  ${formatTime(time)}`)}\n`);
  return `${palette.bold(cleanForTerminal(formatTitle(report)))}\n${lines.join('')}\n${palette.bold('Time by asset')}\n${times.join('')}  ${palette.dim(timeNote)}\n`;
}

/** The same in Markdown. */
export function formatSprintMarkdown(report: SprintReport): string {
  if (isEmpty(report)) return '';
  const rows = listRows(report).map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |\n`);
  const times = report.times.map((time) => `- ${escapeMarkdown(time.asset)}: ${escapeMarkdown(formatTime(time))}\n`);
  return `### ${escapeMarkdown(formatTitle(report))}\n\n| | |\n|---|---|\n${rows.join('')}\n**Time by asset.** ${timeNote}\n${times.length > 0 ? `\n${times.join('')}` : ''}`;
}

/** Said plainly, since a figure would be made up. */
const timeNote = 'Builds keep no times, so hours of work are not known; days are those of paid requests on this machine and of approvals in the lock.';

/** What could not be loaded has no figures. */
function isEmpty({ pictures }: SprintReport): boolean {
  return pictures.delivered + pictures.failed === 0;
}

function formatTitle({ since }: SprintReport): string {
  if (since === undefined) return 'Delivered so far';
  const from = [since.date, since.commit ?? ''].filter((part) => part !== '' && part !== since.name).join(', ');
  return `Delivered since ${since.name}${from === '' ? '' : ` (${from})`}`;
}

function listRows({ assets, locales, pictures, bought, whole, approvals, reviewers }: SprintReport): readonly Row[] {
  const models = bought.models.length > 0 ? ` (${bought.models.join(', ')})` : '';
  return [
    ['assets', formatNames(assets)],
    ['locales', formatNames(locales)],
    ['pictures', `${pictures.delivered}, ${formatCount(pictures.files, 'file')}${pictures.failed > 0 ? `; ${pictures.failed} failed` : ''}`],
    ['made', `${pictures.made} new or changed`],
    ['reused', `${pictures.reused} as they were`],
    ['bought', `${formatCount(bought.pictures, 'picture')} for ${formatDollars(bought.cost)}${models}`],
    ...(whole === undefined ? [] : [['whole images', formatWhole(whole, bought)] as const]),
    ['review', formatStates(approvals)],
    [
      'reviewers',
      reviewers.length === 0 ? 'nobody said anything' : reviewers.map(({ name, pictures: count }) => `${name} (${formatCount(count, 'picture')})`).join(', '),
    ],
  ];
}

function formatNames({ delivered, added }: SprintReport['assets']): string {
  if (added.length === 0 || added.length === delivered.length) return `${delivered.length}${added.length === 0 ? '' : ', all new'}`;
  return `${delivered.length}, new: ${added.join(', ')}`;
}

function formatWhole(whole: NonNullable<SprintReport['whole']>, bought: SprintReport['bought']): string {
  const all = `${formatPrice(whole)} for the ${formatCount(whole.pictures, 'picture')} that ${whole.pictures === 1 ? 'was' : 'were'} made, had each been bought whole`;
  const way = `${whole.model}, ${whole.quality}, one attempt each, prices of ${whole.prices}`;
  const saved = whole.known ? `; ${formatDollars(Math.max(0, whole.low - bought.cost))} less at least` : '';
  return `${all} (${way})${saved}`;
}

const states: readonly LiveCellState[] = ['approved', 'changed', 'rejected', 'unreviewed', 'draft', 'failed'];

function formatStates(counts: SprintReport['approvals']): string {
  return states.flatMap((state) => (counts[state] > 0 ? [`${counts[state]} ${formatState(state)}`] : [])).join(', ');
}

function formatTime({ requests, firstRequest, lastRequest, lastApproval, days }: AssetTime): string {
  const parts = [
    ...(firstRequest === undefined ? [] : [`${formatCount(requests, 'request')}, ${firstRequest}${lastRequest === firstRequest ? '' : ` to ${lastRequest}`}`]),
    ...(lastApproval === undefined ? [] : [`approved ${lastApproval}`]),
    ...(days === undefined ? [] : [`${formatCount(days, 'day')} from the first request to the last approval`]),
  ];
  return parts.join('; ');
}
