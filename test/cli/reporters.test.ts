import { describe, expect, it } from 'vitest';
import { createReporter } from '../../src/cli/reporters/create-reporter.ts';
import { formatProgress, formatRough } from '../../src/cli/reporters/pretty.ts';
import { advanceProgress, estimateRest, noProgress, type Progress } from '../../src/cli/reporters/track-progress.ts';
import { measureWidth } from '../../src/diagnostics/display-width.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import { createFakeIo, type FakeIo } from './fake-io.ts';
import { counts, diagnostic, ending, flags } from './samples.ts';

const planned: BuildEvent = { type: 'planned', cells: 100, outputs: 300, tasks: 500 };
const cell = (status: 'cached' | 'made' | 'failed'): BuildEvent => ({ type: 'cell', id: 'hero/og.de', status });

const everyEvent: readonly BuildEvent[] = [
  { type: 'waiting', pid: 7, host: 'here\u001b', since: '2026-01-01T00:00:00.000Z' },
  { type: 'phase', phase: 'load' },
  { type: 'phase', phase: 'plan' },
  planned,
  { type: 'phase', phase: 'execute' },
  { type: 'task', id: 't', kind: 'compose', status: 'made', milliseconds: 3 },
  cell('made'),
  cell('cached'),
  cell('failed'),
  { type: 'diagnostic', diagnostic: diagnostic() },
  { type: 'phase', phase: 'publish' },
  { type: 'finished', counts: counts({ made: 1 }), removed: [], milliseconds: 5, exit: 0 },
];

async function play(io: FakeIo, events: readonly BuildEvent[], step: number, raw = {}): Promise<void> {
  const reporter = await createReporter(flags(raw), io, io.watchInterrupts().signal);
  for (const event of events) {
    io.advance(step);
    reporter.onEvent(event);
  }
  await reporter.end(ending({ counts: counts({ made: 1, cached: 1, failed: 1 }), exit: 1, diagnostics: [diagnostic()] }));
}

describe('progress', () => {
  const run = (events: readonly BuildEvent[], step: number, from: Progress = noProgress): Progress =>
    events.reduce((progress, event, index) => advanceProgress(progress, event, index * step), from);

  it('counts pictures by how they ended', () => {
    expect(run([planned, cell('made'), cell('made'), cell('cached'), cell('failed')], 1)).toMatchObject({
      cells: 100,
      outputs: 300,
      made: 2,
      cached: 1,
      failed: 1,
    });
  });

  it('starts over when the build plans again', () => {
    expect(run([planned, cell('made'), planned], 1)).toMatchObject({ made: 0, cells: 100 });
  });

  it('says nothing until enough pictures were made for long enough', () => {
    const few = run([planned, ...Array.from({ length: 7 }, () => cell('made'))], 1000);
    expect(estimateRest(few, 7000)).toBeUndefined();
    const quick = run([planned, ...Array.from({ length: 20 }, () => cell('made'))], 10);
    expect(estimateRest(quick, 200)).toBeUndefined();
  });

  it('estimates from made pictures alone', () => {
    const progress = run([planned, ...Array.from({ length: 50 }, () => cell('cached')), ...Array.from({ length: 10 }, () => cell('made'))], 500);
    expect(estimateRest(progress, 60 * 500)).toBe(40 * 500);
  });

  it('follows a rate that changes', () => {
    const slow = run([planned, ...Array.from({ length: 10 }, () => cell('made'))], 10_000);
    const fast = Array.from({ length: 50 }, () => cell('made')).reduce(
      (progress, event, index) => advanceProgress(progress, event, 100_000 + index * 100),
      slow,
    );
    expect(estimateRest(fast, 104_900)).toBeCloseTo(4000, -2);
  });

  it('has nothing to promise when nothing is left', () => {
    expect(estimateRest(run([{ ...planned, cells: 10 }, ...Array.from({ length: 10 }, () => cell('made'))], 500), 5000)).toBeUndefined();
  });

  it('is a line with a bar and counts', () => {
    const progress = run([planned, { type: 'phase', phase: 'execute' }, ...Array.from({ length: 25 }, () => cell('cached'))], 1);
    expect(formatProgress(progress, 30)).toBe('Making ██████░░░░░░░░░░░░░░░░░░ 25/100  25 cached · 0 made · 0 failed');
  });

  it('rounds estimates up to what can be known', () => {
    expect([200, 9500, 11_000, 58_000, 61_000].map(formatRough)).toEqual(['1 s', '10 s', '15 s', '60 s', '2 min']);
  });
});

describe('the pretty reporter', () => {
  it('redraws one line, at most ten times a second, and leaves nothing of it', async () => {
    const io = createFakeIo({ terminal: true, columns: 50 });
    await play(io, [planned, ...Array.from({ length: 100 }, () => cell('made'))], 10);
    const draws = io.written.stderr.split('\r\u001b[2K').slice(1);
    expect(draws.length).toBeLessThanOrEqual(12);
    for (const draw of draws.slice(0, -1)) {
      expect(measureWidth(draw)).toBeLessThan(50);
      expect(draw).not.toContain('\n');
    }
    expect(draws.at(-1)).toContain('COPY_MISSING');
  });

  it('tells the summary on stdout', async () => {
    const io = createFakeIo({ terminal: true, env: { NO_COLOR: '1' } });
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    reporter.onEvent({ ...planned, cells: 144, outputs: 432 });
    await reporter.end(ending({ counts: counts({ made: 12, cached: 132 }), removed: ['a', 'b'] }, 24_100));
    expect(io.written.stdout).toBe('✓ 144 pictures, 432 files: 12 made, 132 cached, 2 old files removed in 24.1 s\n');
  });

  it('says at once that it is stopping', async () => {
    const io = createFakeIo({ terminal: true });
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    reporter.onEvent(planned);
    io.interrupt(130);
    expect(io.written.stderr.split('\r\u001b[2K').at(-1)).toMatch(/^Stopping/);
    await reporter.end(ending({ exit: 130 }));
    expect(io.written.stderr.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('cleans what another process says of itself', async () => {
    const io = createFakeIo({ terminal: true });
    await play(io, everyEvent.slice(0, 1), 200);
    expect(io.written.stderr).toContain('process 7 on here�');
  });
});

describe('the plain reporter', () => {
  it('writes whole lines without escape sequences, one of progress in five seconds', async () => {
    const io = createFakeIo();
    await play(io, [planned, ...Array.from({ length: 100 }, () => cell('made'))], 200);
    expect(io.written.stderr).not.toContain('\u001b');
    expect(io.written.stderr.match(/^\d+\/100: /gm)).toHaveLength(4);
    expect(io.written.stdout).toBe('3 pictures, 300 files: 1 made, 1 cached, 1 failed in 84 ms\n');
  });

  it('never says that there is nothing to do while no picture has ended yet', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    io.advance(6000);
    reporter.onEvent(planned);
    expect(io.written.stderr).toBe('0/100\n');
  });

  it('says in one line that nothing changed', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    await reporter.end(ending({ counts: counts({ fresh: 144 }) }));
    expect(io.written).toEqual({ stdout: 'Nothing changed: 144 pictures are fresh (84 ms)\n', stderr: '' });
  });

  it('says that nothing was built when the build could not begin', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    await reporter.end({ exit: 2, diagnostics: [diagnostic()], milliseconds: 12 });
    expect(io.written.stdout).toBe('Nothing was built (12 ms)\n');
    expect(io.written.stderr).toContain('error[COPY_MISSING]');
  });

  it('says what an interrupted build leaves', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags(), io, io.watchInterrupts().signal);
    await reporter.end(ending({ counts: counts({ made: 3 }), exit: 130 }, 2000));
    expect(io.written.stdout).toBe('Interrupted after 2.0 s: 3 pictures made. What was finished is kept; the next build goes on from there\n');
  });

  it('names pictures, causes and removed files with --verbose', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags({ verbose: true }), io, io.watchInterrupts().signal);
    const made = [{ cell: 'hero/og.de', asset: 'hero', reason: 'changed' as const, causes: [{ field: 'text.headline', before: 'Alt', after: 'Neu' }] }];
    await reporter.end(ending({ counts: counts({ made: 1 }), made, removed: ['public/old.png'] }));
    expect(io.written.stdout).toContain('text.headline  "Alt" → "Neu"');
    expect(io.written.stdout).toContain('removed public/old.png');
  });
});

describe('the JSON reporter', () => {
  it('writes every event as a line and the report as the last', async () => {
    const io = createFakeIo({ terminal: true });
    await play(io, everyEvent, 10, { json: true });
    const lines = io.written.stdout
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines.slice(0, -1)).toEqual(everyEvent);
    expect(lines.at(-1)).toMatchObject({ type: 'report', report: { exit: 1, counts: { made: 1 }, diagnostics: [{ code: 'COPY_MISSING' }] } });
    expect(io.written.stderr).toBe('');
  });

  it('has a report for a build that could not begin', async () => {
    const io = createFakeIo();
    const reporter = await createReporter(flags({ json: true }), io, io.watchInterrupts().signal);
    await reporter.end({ exit: 2, diagnostics: [diagnostic()], milliseconds: 1 });
    expect(JSON.parse(io.written.stdout)).toMatchObject({ type: 'report', report: { exit: 2, diagnostics: [{ code: 'COPY_MISSING' }] } });
  });
});

describe('the quiet reporter', () => {
  it('tells errors and nothing else', async () => {
    const io = createFakeIo({ terminal: true });
    const reporter = await createReporter(flags({ quiet: true }), io, io.watchInterrupts().signal);
    for (const event of everyEvent) reporter.onEvent(event);
    await reporter.end(ending({ diagnostics: [diagnostic(), diagnostic({ severity: 'warning', code: 'OTHER' })], exit: 1 }));
    expect(io.written.stdout).toBe('');
    expect(io.written.stderr).toContain('COPY_MISSING');
    expect(io.written.stderr).not.toContain('OTHER');
  });
});

describe('which reporter', () => {
  it.each([[{ terminal: false }], [{ terminal: true, env: { CI: 'true' } }], [{ terminal: true, env: { TERM: 'dumb' } }]])(
    'is the plain one for %j',
    async (world) => {
      const io = createFakeIo(world);
      await play(io, everyEvent, 200, { 'no-color': true });
      expect(io.written.stderr).not.toContain('\u001b');
    },
  );
});
