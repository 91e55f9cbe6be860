import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { ForgetReport } from '../../forget-attempt.ts';
import type { AttemptOutcome } from '../../lock/journal.ts';
import type { SpendingReport, UnknownAttempt } from '../../read-spending.ts';
import { formatCount, formatDollars } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { formatAwaited } from './format-purchases.ts';

/** What was spent, by day and outcome, the month against its budget, and what is unknown; with `verbose` every request. */
export function formatSpending(report: SpendingReport, palette: Palette, verbose: boolean): string {
  const { days, unknown, entries, awaited } = report;
  const paragraphs = [
    days.length === 0 && awaited === undefined ? 'Nothing was asked of a provider from here.\n' : days.map((day) => formatDay(day, palette)).join(''),
    `${formatMonth(report, palette)}\n`,
    ...(awaited === undefined ? [] : [`${formatAwaited(awaited)}\n`]),
    ...(verbose && entries.length > 0 ? [`${palette.bold('requests')}\n${entries.map(formatEntry).join('')}`] : []),
    ...(unknown.length > 0 ? [`${palette.bold(palette.yellow('outcome unknown'))}\n${unknown.map(formatUnknown).join('')}`] : []),
  ];
  return paragraphs.filter((each) => each !== '').join('\n');
}

/** What each outcome means for whoever pays. */
const outcomes: { readonly [outcome in AttemptOutcome]: string } = {
  bought: 'bought',
  recovered: 'bought, taken over after a crash',
  rejected: 'paid, but no usable picture came',
  refused: 'refused by the provider, not billed',
  failed: 'not reached, not billed',
  blocked: 'refused for what was asked, not billed',
  unknown: 'unknown, perhaps billed',
  forgotten: 'given up, perhaps billed',
  unbilled: 'given up, not billed as a person has seen',
};

function formatDay({ day, outcomes: list }: SpendingReport['days'][number], palette: Palette): string {
  const lines = list.map(({ outcome, requests, cost }) => `  ${formatDollars(cost).padStart(9)}  ${formatCount(requests, 'request')} ${outcomes[outcome]}\n`);
  return `${palette.bold(cleanForTerminal(day))}\n${lines.join('')}`;
}

function formatMonth({ month, total }: SpendingReport, palette: Palette): string {
  const { name, spent, budget } = month;
  const left = budget === undefined ? ', no budget is set' : ` of ${formatDollars(budget)}, ${formatDollars(Math.max(0, budget - spent))} left`;
  return `${palette.bold(`${name}: ${formatDollars(spent)}${left}`)}; ${formatDollars(total)} in all`;
}

function formatEntry({ at, art, model, outcome, cost, requestId, note }: SpendingReport['entries'][number]): string {
  const rest = [requestId, note].filter((each) => each !== '').map((each) => `\n      ${cleanForTerminal(each)}`);
  return cleanForTerminal(`  ${at}  ${formatDollars(cost).padStart(9)}  ${art}  ${model}  ${outcome}`) + `${rest.join('')}\n`;
}

function formatUnknown({ attempt, art, model, at, cost, received, damaged }: UnknownAttempt): string {
  const known = [art, model, at].filter((each) => each !== '').join(', ');
  const head = cleanForTerminal(`  ${attempt}  ${known}, up to ${formatDollars(cost)}`);
  if (received) return `${head}\n    its answer is here: the next \`visuals build\` takes it over\n`;
  const forget = `\`visuals spend --forget ${cleanForTerminal(attempt.slice(0, 8))}\``;
  const kept = damaged === undefined ? '' : `    its note is damaged: ${cleanForTerminal(damaged)}\n`;
  return `${head}\n${kept}    look it up in the provider's dashboard, then ask once more with \`visuals build --buy-again\`\n    or give it up with ${forget}, with \`--not-billed\` when nothing was billed\n`;
}

/** What was given up. */
export function formatForgotten({ forgotten }: ForgetReport): string {
  if (forgotten === undefined) return '';
  const { attempt, art, cost, outcome } = forgotten;
  const sum = outcome === 'unbilled' ? 'nothing counts as spent' : `${formatDollars(cost)} go on counting as spent`;
  return `${cleanForTerminal(`Gave up ${attempt}${art === '' ? '' : ` for ${art}`}; ${sum}`)}\n`;
}
