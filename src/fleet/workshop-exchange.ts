import type { MessagePort } from 'node:worker_threads';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { WorkshopOffer } from './open-workshop.ts';

/** What goes to the thread: a job with a line of its own, or a word for all of them. */
export type ThreadOrder = { readonly payload: JsonObject; readonly line: MessagePort } | 'stop' | 'close';

/** What the thread says to nobody's job. Errors lose their class on the way, so they travel as data. */
export type ThreadWord = { readonly offer: WorkshopOffer } | { readonly refused: readonly Diagnostic[] } | { readonly diagnostic: Diagnostic } | 'quit';

/** What comes back over a job's line; a note is answered by an {@link Acknowledgement}. */
export type JobWord = { readonly note: JsonObject } | { readonly answer: JsonObject | 'later' } | { readonly failure: string };

/** That a note is written, or why not. */
export interface Acknowledgement {
  readonly failure?: string;
}
