import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { LiveSession, LiveState } from '../../src/model/live.ts';

/** Milliseconds after which even a machine with much other work has come to the end. */
const patience = 45_000;

/** Waits until a session's state is as wanted. */
export function awaitState(session: Pick<LiveSession, 'state' | 'subscribe'>, wanted: (state: LiveState) => boolean): Promise<LiveState> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`waited in vain; the state is ${JSON.stringify(session.state(), undefined, 1)}`)), patience);
    const look = (): void => {
      const state = session.state();
      if (!wanted(state)) return;
      clearTimeout(timer);
      end();
      resolve(state);
    };
    const end = session.subscribe(look);
    look();
  });
}

/** Waits until everything that was saved is built, and a cell says this. */
export async function awaitText(session: LiveSession, cell: string, text: string): Promise<LiveState> {
  await expect.poll(() => readText(session, cell), { timeout: patience }).toBe(text);
  return awaitState(session, ({ phase }) => phase === 'idle');
}

/** What the first text of a cell says. */
export async function readText(session: LiveSession, cell: string): Promise<string | undefined> {
  return (await session.detail(cell))?.boxes[0]?.text;
}

/**
 * Gives a session the time in which it would go on by itself, where it must not. Nothing is waited for: on a slow machine this proves less, and never fails.
 */
export function giveTime(): Promise<void> {
  return sleep(700);
}
