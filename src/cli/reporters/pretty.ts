import { truncateToWidth } from '../../diagnostics/display-width.ts';
import type { BuildEvent } from '../../model/event.ts';
import type { Flags } from '../flags.ts';
import type { Io } from '../io.ts';
import { createPalette } from '../palette.ts';
import type { BuildEnding, BuildReporter } from './build-reporter.ts';
import { formatPurchases, formatSummary, formatWaiting } from './format-summary.ts';
import { advanceProgress, estimateRest, noProgress, type Progress } from './track-progress.ts';

const redrawMilliseconds = 100;
const eraseLine = '\r\u001B[2K';

/** For a terminal: one line that redraws itself at most ten times a second, gone when the build ends; then diagnostics, then the summary. */
export function createPrettyReporter(flags: Flags, io: Io, signal: AbortSignal): BuildReporter {
  let progress = noProgress;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (now: number): void => {
    drawnAt = now;
    const line = signal.aborted ? 'Stopping: what is in work is finished first. Ctrl-C again ends at once' : formatProgress(progress, now);
    io.stderr.write(`${eraseLine}${truncateToWidth(line, io.stderr.columns - 1)}`);
  };
  const onEvent = (event: BuildEvent): void => {
    const now = io.now();
    progress = advanceProgress(progress, event, now);
    if (now - drawnAt >= redrawMilliseconds) draw(now);
  };
  const onAbort = (): void => draw(io.now());
  signal.addEventListener('abort', onAbort);
  const end = async (ending: BuildEnding): Promise<void> => {
    signal.removeEventListener('abort', onAbort);
    if (drawnAt !== Number.NEGATIVE_INFINITY) io.stderr.write(eraseLine);
    if (ending.diagnostics.length > 0) (await import('../print-diagnostics.ts')).printDiagnostics(ending.diagnostics, flags, io);
    io.stdout.write(await formatEnding(ending, progress.outputs, flags, io));
  };
  return { onEvent, end };
}

const phases = { load: 'Loading', plan: 'Planning', execute: 'Making', publish: 'Publishing' } as const;
const barCells = 24;

/** The progress as one line without colours: its width is what the terminal's width is compared with. */
export function formatProgress(progress: Progress, now: number): string {
  if (progress.waitingFor !== undefined) return formatWaiting(progress.waitingFor);
  const phase = phases[progress.phase];
  if (progress.cells === 0) return `${phase}…`;
  const done = progress.cached + progress.made + progress.failed;
  const filled = Math.min(barCells, Math.floor((done / progress.cells) * barCells));
  const rest = estimateRest(progress, now);
  const buying = formatPurchases(progress.purchases);
  const parts = [
    `${progress.cached} cached`,
    `${progress.made} made`,
    `${progress.failed} failed`,
    ...(buying === '' ? [] : [buying]),
    ...(rest === undefined ? [] : [`about ${formatRough(rest)} left`]),
  ];
  return `${phase} ${'█'.repeat(filled)}${'░'.repeat(barCells - filled)} ${done}/${progress.cells}  ${parts.join(' · ')}`;
}

/** An estimate is not known to the tenth of a second. */
export function formatRough(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  if (seconds <= 10) return `${seconds} s`;
  if (seconds < 60) return `${Math.ceil(seconds / 5) * 5} s`;
  return `${Math.ceil(seconds / 60)} min`;
}

async function formatEnding(ending: BuildEnding, outputs: number, flags: Flags, io: Io): Promise<string> {
  const palette = createPalette(flags, io, io.stdout);
  const { mark, text } = formatSummary(ending, outputs);
  const marks = { ok: palette.green('✓'), failed: palette.red('✗'), stopped: palette.yellow('■') } as const;
  const details = flags.verbose && ending.report !== undefined ? (await import('./format-details.ts')).formatDetails(ending.report, palette) : '';
  return `${details}${marks[mark]} ${text}\n`;
}
