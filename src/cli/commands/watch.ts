import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { LiveCell, LiveEvent, LiveProblem, LivePurchase, LiveSession } from '../../model/live.ts';
import type { ProblemGroup } from '../../model/group-problems.ts';
import { groupProblems } from '../../model/group-problems.ts';
import type { Studio } from '../../studio/server/start-studio.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatDollars, formatDuration } from '../format-count.ts';
import { formatCells } from '../format-diagnostics.ts';
import { openBrowser } from '../open-browser.ts';
import { createPalette } from '../palette.ts';
import type { Palette } from '../palette.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { readProject } from '../run-report.ts';

/** `visuals watch`: builds with every change, until it is told to quit. Buys nothing by itself. */
export async function runWatch(input: CommandInput): Promise<number> {
  return runSession(input, input.flags.open ? 'open' : 'on request');
}

/** Runs a session in a terminal, with a studio at once or when it is asked for. */
export async function runSession({ flags, io }: CommandInput, studioMode: 'open' | 'link' | 'on request'): Promise<number> {
  const interrupts = io.watchInterrupts();
  const { openSession } = await import('../../watch/open-session.ts');
  const { jobs, adopt, selection } = flags;
  const session = await openSession({ ...readProject(flags, io), ...selection, adopt, ...(jobs !== undefined && { jobs }) });
  const screen: Screen = {
    session,
    palette: createPalette(flags, io, io.stdout),
    print: (line) => io.stdout.write(flags.json ? '' : `${line}\n`),
    filter: '',
    asking: undefined,
  };
  session.subscribe(flags.json ? (event) => io.stdout.write(`${JSON.stringify(event)}\n`) : createReporter(screen));
  let studio: Studio | undefined;
  const showStudio = async (shouldOpen: boolean): Promise<void> => {
    studio ??= await startStudioOf(session, flags.port, screen.print);
    const link = studio.invite();
    if (flags.json) io.stdout.write(`${JSON.stringify({ type: 'studio', link })}\n`);
    screen.print(`  studio ${screen.palette.cyan(link)}`);
    if (shouldOpen) openBrowser(link, io);
  };
  const tellRefusal = (error: unknown): void => {
    if (!(error instanceof VisualsError)) throw error;
    printDiagnostics(error.diagnostics, flags, io);
  };
  let stopKeys = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    interrupts.signal.addEventListener('abort', () => resolve());
    stopKeys = io.stdin.watchKeys((key) => void pressKey(key, screen, { showStudio: () => showStudio(true).catch(tellRefusal), quit: resolve }));
  });
  try {
    if (studioMode !== 'on request') await showStudio(studioMode === 'open');
    if (io.stdin.isTerminal) screen.print(screen.palette.dim('  g generate · a approve · o open studio · f filter · q quit'));
    await ended;
  } finally {
    // An open terminal or a session would keep the process alive.
    stopKeys();
    const isBuying = session.state().phase === 'buying';
    if (isBuying) screen.print('  waiting for pictures that are paid for …');
    await session.close();
    await studio?.close();
  }
  return interrupts.exitCode() ?? 0;
}

async function startStudioOf(session: LiveSession, port: number | undefined, print: (line: string) => void): Promise<Studio> {
  const [{ startStudio, defaultPort }, { describeHost }] = await Promise.all([import('../../studio/server/start-studio.ts'), import('../../project/host.ts')]);
  const studio = await startStudio({ session, client: `${describeHost({}).shipped}/studio`, ...(port !== undefined && { port }) });
  if (port === undefined && studio.port !== defaultPort) print(`  port ${defaultPort} is taken, the studio is at ${studio.port}`);
  return studio;
}

/** What a terminal shows of a session, and what it was asked. */
interface Screen {
  readonly session: LiveSession;
  readonly palette: Palette;
  readonly print: (line: string) => void;
  /** Part of the ids of the cells that are told about. */
  filter: string;
  /** What the next keys answer. */
  asking: { readonly onKey: (key: string) => Promise<void> } | undefined;
}

/** Problems that are told after each save. */
const mostTold = 10;

/** One line a build, and what is wrong or wanted when that changes. */
function createReporter(screen: Screen): (event: LiveEvent) => void {
  const { print, palette, session } = screen;
  const changed = new Map<string, LiveCell>();
  let last = '';
  const tellEnd = (milliseconds: number): void => {
    const { problems, purchases, cells } = session.state();
    const count = changed.size;
    changed.clear();
    if (count > 0)
      print(`${palette.green('✓')} ${formatCount(count, 'picture')} changed ${palette.dim(`of ${cells.length}, ${formatDuration(milliseconds)}`)}`);
    const groups = groupProblems(problems, (problem) => problem);
    const told = groups.slice(0, mostTold).map((group) => formatProblem(group, palette));
    const more =
      groups.length > mostTold ? [palette.dim(`  … ${formatCount(groups.length - mostTold, 'more problem')}; o opens the studio, which shows all`)] : [];
    const text = [...told, ...more, ...formatPurchases(purchases, palette)].join('\n');
    // The same words again and again would hide a new one.
    if (text !== last && text !== '') print(text);
    if (text === '' && last !== '' && count === 0) print(`${palette.green('✓')} all is well again`);
    last = text;
  };
  return (event) => {
    if (event.type === 'cells') for (const cell of event.changed) if (cell.id.includes(screen.filter)) changed.set(cell.id, cell);
    if (event.type === 'progress') print(palette.dim(`  ${cleanForTerminal(event.art)} ${event.step}`));
    if (event.type === 'phase' && (event.phase === 'idle' || event.phase === 'broken')) tellEnd(event.milliseconds);
  };
}

function formatProblem({ problem, cells }: ProblemGroup<LiveProblem>, palette: Palette): string {
  const { severity, code, message, fix, file, line, column } = problem;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const title = severity === 'error' ? palette.red(`error[${code}]`) : palette.yellow(`warning[${code}]`);
  const lines = [
    `${title} ${cleanForTerminal(message)}${place === '' ? '' : palette.dim(` ${cleanForTerminal(place)}`)}`,
    ...(cells.length > 0 ? [palette.dim(`  in ${cleanForTerminal(formatCells(cells, false))}`)] : []),
    `  fix: ${cleanForTerminal(fix)}`,
  ];
  return lines.join('\n');
}

function formatPurchases(purchases: readonly LivePurchase[], palette: Palette): readonly string[] {
  if (purchases.length === 0) return [];
  const high = purchases.reduce((sum, each) => sum + each.high, 0);
  const price = purchases.every(({ known }) => known) ? `up to ${formatDollars(high)}` : 'at a price that is not known';
  const arts = [...new Set(purchases.map(({ art }) => cleanForTerminal(art)))];
  const names = arts.slice(0, 3);
  const rest = arts.length > names.length ? ` and ${arts.length - names.length} more` : '';
  return [palette.yellow(`  ${names.join(', ')}${rest}: needs ${price}; a stand-in is shown. Press g to buy`)];
}

interface Keys {
  readonly showStudio: () => Promise<void>;
  readonly quit: () => void;
}

async function pressKey(key: string, screen: Screen, { showStudio, quit }: Keys): Promise<void> {
  const { asking } = screen;
  if (asking !== undefined) return asking.onKey(key);
  if (key === 'q') quit();
  if (key === 'o') await showStudio();
  if (key === 'g') askToBuy(screen);
  if (key === 'a') askToApprove(screen);
  if (key === 'f') askForFilter(screen);
}

/** Spending needs the price before the answer. */
function askToBuy(screen: Screen): void {
  const { session, print } = screen;
  const { purchases } = session.state();
  if (purchases.length === 0) return print('  nothing is to be bought');
  if (purchases.some(({ known }) => !known)) return print('  the price is not known: buy with `visuals build --spend <usd>`');
  const cap = purchases.reduce((sum, each) => sum + each.high, 0);
  const pictures = purchases.reduce((sum, each) => sum + each.pictures, 0);
  confirm(screen, `Buy ${formatCount(pictures, 'picture')} for up to ${formatDollars(cap)}?`, async () => {
    const answer = await session.generate({ arts: purchases.map(({ art }) => art), cap });
    print(answer.ok ? `  ${answer.message}` : `  ${answer.message}\n  fix: ${answer.fix}`);
  });
}

function askToApprove(screen: Screen): void {
  const { session, print, filter } = screen;
  const open = session.state().cells.filter(({ id, state }) => (state === 'unreviewed' || state === 'changed') && id.includes(filter));
  if (open.length === 0) return print('  nothing waits for approval');
  confirm(
    screen,
    `Approve ${formatCount(open.length, 'picture')} as ${cleanForTerminal(session.state().reviewer)}? Look at them first: o opens the studio`,
    async () => {
      const cells = Object.fromEntries(open.map(({ id, raster }) => [id, raster]));
      const answer = await session.review({ cells, verdict: 'approved', comment: '' });
      print(answer.ok ? `  ${answer.message}; commit visuals.lock.json` : `  ${answer.message}\n  fix: ${answer.fix}`);
    },
  );
}

function confirm(screen: Screen, question: string, act: () => Promise<void>): void {
  screen.print(`  ${question} [y/N]`);
  screen.asking = {
    onKey: async (key) => {
      screen.asking = undefined;
      if (key === 'y' || key === 'Y') await act();
      else screen.print('  left as it is');
    },
  };
}

/** Letters until Enter; what matches is drawn first and told about. */
function askForFilter(screen: Screen): void {
  screen.print('  show only cells whose id holds (Enter ends, empty shows all):');
  let typed = '';
  screen.asking = {
    onKey: async (key) => {
      if (key !== '\r' && key !== '\n') {
        typed = key === '\u007F' ? typed.slice(0, -1) : typed + key;
        return;
      }
      screen.asking = undefined;
      screen.filter = typed;
      const matching = screen.session.state().cells.filter(({ id }) => id.includes(typed));
      screen.session.focus(typed === '' ? [] : matching.map(({ id }) => id));
      screen.print(typed === '' ? '  all cells' : `  ${formatCount(matching.length, 'cell')} match ${cleanForTerminal(typed)}`);
    },
  };
}
