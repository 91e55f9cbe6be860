import { createTurns } from './create-turns.ts';
import type { Turns } from './create-turns.ts';
import type { LiveBoard } from './live-board.ts';
import type { LiveBuilder } from './live-builder.ts';
import { stepWatch } from './watch-machine.ts';
import type { WatchEffect, WatchSignal, WatchState } from './watch-machine.ts';

/** The machine of `watch-machine.ts`, running. */
export interface Machine {
  signal(what: WatchSignal): void;
  /** Requests that change what a build works with, and builds, one after the other. */
  inTurn: Turns['take'];
  /** Told when the session ends. */
  readonly closing: AbortSignal;
  close(): Promise<void>;
}

/** What the machine works with. */
export interface MachineParts {
  readonly board: LiveBoard;
  readonly builder: LiveBuilder;
  /** Cells that somebody looks at. */
  readonly focus: () => ReadonlySet<string>;
}

/** Milliseconds of quiet after which what was saved is looked at: an editor that renames has done so. What is still half-written then is found out by its mistake. */
const settleTime = 4;
/** Milliseconds in which nothing may change before the rest is built. */
const restTime = 250;

/** Starts with a build. */
export function startMachine(parts: MachineParts): Machine {
  const running: Running = {
    ...parts,
    state: 'publishing',
    timer: undefined,
    drawing: Promise.resolve(),
    publishing: new AbortController(),
    sketching: new AbortController(),
    closing: new AbortController(),
    turns: createTurns(),
  };
  begin('publish', running);
  return {
    signal: (what) => signal(what, running),
    inTurn: (work) => running.turns.take(work),
    closing: running.closing.signal,
    close: () => close(running),
  };
}

interface Running extends MachineParts {
  state: WatchState;
  timer: NodeJS.Timeout | undefined;
  /** Ends with the drawing that was begun last. */
  drawing: Promise<unknown>;
  /** Gives up what is being published. */
  publishing: AbortController;
  /** Gives up the cells that are not drawn yet. */
  sketching: AbortController;
  readonly closing: AbortController;
  readonly turns: Turns;
}

function signal(what: WatchSignal, running: Running): void {
  if (running.closing.signal.aborted) return;
  const { state, effect } = stepWatch(running.state, what);
  running.state = state;
  begin(effect, running);
}

function begin(effect: WatchEffect, running: Running): void {
  if (effect === 'settle') wait('settled', settleTime, running);
  if (effect === 'rest') wait('rested', restTime, running);
  if (effect === 'draw') sketch(running);
  if (effect === 'cut') running.sketching.abort();
  if (effect === 'publish') publish(running);
  if (effect === 'supersede') {
    running.publishing.abort();
    wait('settled', settleTime, running);
  }
}

function wait(what: WatchSignal, milliseconds: number, running: Running): void {
  clearTimeout(running.timer);
  running.timer = setTimeout(() => signal(what, running), milliseconds);
}

function sketch(running: Running): void {
  running.sketching = new AbortController();
  running.drawing = draw(running.sketching.signal, running).then(
    (what) => signal(what, running),
    (error: unknown) => fail(error, running),
  );
}

async function draw(cut: AbortSignal, { builder, focus }: Running): Promise<WatchSignal> {
  if (!builder.hasMoved()) return 'still';
  if (focus().size > 0) await builder.draw(focus(), cut);
  return 'drawn';
}

function publish(running: Running): void {
  running.publishing = new AbortController();
  const { builder, turns } = running;
  const { signal: superseded } = running.publishing;
  // Whoever asked for something in between may have had it built.
  const built = turns.take(async () => (builder.hasMoved() ? builder.build(superseded) : undefined));
  void built.then(
    () => (superseded.aborted ? undefined : endPublishing(running)),
    (error: unknown) => fail(error, running),
  );
}

/** What changed between being read and being watched was seen by nobody. */
function endPublishing(running: Running): void {
  signal('published', running);
  if (running.builder.hasMoved()) signal('changed', running);
}

/** A bug of ours ends the build, never the session. */
function fail(error: unknown, running: Running): void {
  const message = error instanceof Error ? error.message : String(error);
  running.board.setProblems([{ code: 'INTERNAL', severity: 'error', message, fix: 'Please report it with what you changed.' }]);
  running.board.setPhase('broken');
  running.state = 'idle';
}

async function close({ timer, closing, publishing, sketching, turns, drawing }: Running): Promise<void> {
  clearTimeout(timer);
  closing.abort();
  publishing.abort();
  sketching.abort();
  await Promise.all([turns.rest(), drawing]);
}
