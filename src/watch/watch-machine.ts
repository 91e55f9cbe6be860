/**
 * What a watch does, as states. Events only say that something may have changed; what is true is found by looking again.
 *
 *              changed              settled              drawn               rested
 *     idle ─────────────▶ settling ─────────▶ drawing ─────────▶ resting ─────────────▶ publishing
 *      ▲                   ▲  ▲ ▲               │ changed           │ changed               │   │ changed
 *      │                   │  │ │               ▼                   │                       │   │
 *      │                   │  │ └── drawn ── redrawing              │                       │   │
 *      │                   │  └─────────────────────────────────────┘                       │   │
 *      │                   └────────────────────────────────────────────────────────────────┼───┘
 *      └────────────────────────────────── published ───────────────────────────────────────┘
 *
 * `settling` waits until editors and version control have written everything; `drawing` makes what somebody looks at; `resting` waits for the next
 * keystroke; `publishing` builds the rest. What changes meanwhile supersedes that: it is given up, and its last pictures may still be on their way while the next are drawn.
 */
export type WatchState = 'idle' | 'settling' | 'drawing' | 'redrawing' | 'resting' | 'publishing';

/** What happens to a watch. `still`: looking again found nothing new. */
export type WatchSignal = 'changed' | 'settled' | 'still' | 'drawn' | 'rested' | 'published';

/** What is to be done on the way into a state. `cut`: give up the cells that are not drawn yet. `supersede`: settle, and give up what is being published. */
export type WatchEffect = 'settle' | 'draw' | 'cut' | 'rest' | 'publish' | 'supersede' | 'none';

interface Step {
  readonly state: WatchState;
  readonly effect: WatchEffect;
}

/** The table of the diagram; what is not in it changes nothing. */
const steps: { readonly [state in WatchState]: { readonly [signal in WatchSignal]?: Step } } = {
  idle: { changed: { state: 'settling', effect: 'settle' } },
  settling: { changed: { state: 'settling', effect: 'settle' }, settled: { state: 'drawing', effect: 'draw' } },
  drawing: {
    changed: { state: 'redrawing', effect: 'cut' },
    still: { state: 'idle', effect: 'none' },
    drawn: { state: 'resting', effect: 'rest' },
  },
  redrawing: { drawn: { state: 'settling', effect: 'settle' }, still: { state: 'settling', effect: 'settle' } },
  resting: { changed: { state: 'settling', effect: 'settle' }, rested: { state: 'publishing', effect: 'publish' } },
  publishing: { changed: { state: 'settling', effect: 'supersede' }, published: { state: 'idle', effect: 'none' } },
};

/** Where a signal leads, and what is to be done. */
export function stepWatch(state: WatchState, signal: WatchSignal): Step {
  return steps[state][signal] ?? { state, effect: 'none' };
}
