/**
 * What a watch does, as states. Events only say that something may have changed; what is true is found by looking again.
 *
 *              changed              settled              drawn               rested
 *     idle ─────────────▶ settling ─────────▶ drawing ─────────▶ resting ─────────────▶ publishing
 *      ▲                   ▲   ▲                │ changed           │ changed               │    │ changed
 *      │                   │   │                ▼                   │                       │    ▼
 *      │                   │   └──── drawn ── redrawing             │                       │  stopping
 *      │                   └────────────────────────────────────────┴────────── published ──┼────┘
 *      └────────────────────────────────── published ───────────────────────────────────────┘
 *
 * `settling` waits until editors and version control have written everything; `drawing` makes what somebody looks at; `resting` waits for the next
 * keystroke; `publishing` builds the rest; `stopping` gives that up, because something changed again (what is being paid for is waited for).
 */
export type WatchState = 'idle' | 'settling' | 'drawing' | 'redrawing' | 'resting' | 'publishing' | 'stopping';

/** What happens to a watch. `still`: looking again found nothing new. */
export type WatchSignal = 'changed' | 'settled' | 'still' | 'drawn' | 'rested' | 'published';

/** What is to be done on the way into a state. */
export type WatchEffect = 'settle' | 'draw' | 'rest' | 'publish' | 'stop' | 'none';

interface Step {
  readonly state: WatchState;
  readonly effect: WatchEffect;
}

/** The table of the diagram; what is not in it changes nothing. */
const steps: { readonly [state in WatchState]: { readonly [signal in WatchSignal]?: Step } } = {
  idle: { changed: { state: 'settling', effect: 'settle' } },
  settling: { changed: { state: 'settling', effect: 'settle' }, settled: { state: 'drawing', effect: 'draw' } },
  drawing: {
    changed: { state: 'redrawing', effect: 'none' },
    still: { state: 'idle', effect: 'none' },
    drawn: { state: 'resting', effect: 'rest' },
  },
  redrawing: { drawn: { state: 'settling', effect: 'settle' }, still: { state: 'settling', effect: 'settle' } },
  resting: { changed: { state: 'settling', effect: 'settle' }, rested: { state: 'publishing', effect: 'publish' } },
  publishing: { changed: { state: 'stopping', effect: 'stop' }, published: { state: 'idle', effect: 'none' } },
  stopping: { published: { state: 'settling', effect: 'settle' } },
};

/** Where a signal leads, and what is to be done. */
export function stepWatch(state: WatchState, signal: WatchSignal): Step {
  return steps[state][signal] ?? { state, effect: 'none' };
}
