import { describe, expect, test } from 'vitest';
import { stepWatch } from '../../src/watch/watch-machine.ts';
import type { WatchEffect, WatchSignal, WatchState } from '../../src/watch/watch-machine.ts';

/** Where signals lead from the first build on, and what is done on the way. */
function follow(...signals: readonly WatchSignal[]): { readonly state: WatchState; readonly effects: readonly WatchEffect[] } {
  const effects: WatchEffect[] = [];
  let state: WatchState = 'publishing';
  for (const signal of signals) {
    const step = stepWatch(state, signal);
    state = step.state;
    effects.push(step.effect);
  }
  return { state, effects };
}

describe('the machine of a watch', () => {
  test('draws what is looked at after a change, and publishes when nothing follows', () => {
    const { state, effects } = follow('published', 'changed', 'settled', 'drawn', 'rested', 'published');
    expect(state).toBe('idle');
    expect(effects).toEqual(['none', 'settle', 'draw', 'rest', 'publish', 'none']);
  });

  test('a change while something is published takes its place at once, and is drawn before the old build has ended', () => {
    expect(follow('changed', 'settled')).toEqual({ state: 'drawing', effects: ['supersede', 'draw'] });
  });

  test('a change during a drawing cuts it short, and is drawn once more', () => {
    const { state, effects } = follow('published', 'changed', 'settled', 'changed', 'changed', 'drawn', 'settled');
    expect(state).toBe('drawing');
    expect(effects).toEqual(['none', 'settle', 'draw', 'cut', 'none', 'settle', 'draw']);
  });

  test('a file that was only touched publishes nothing', () => {
    expect(follow('published', 'changed', 'settled', 'still')).toMatchObject({ state: 'idle' });
  });

  test('signals that come too late change nothing', () => {
    for (const signal of ['settled', 'still', 'drawn', 'rested', 'published'] as const)
      expect(stepWatch('idle', signal)).toEqual({ state: 'idle', effect: 'none' });
  });
});
