import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Engines } from './open-engines.ts';

/** A call of one of the engines' methods, as it goes to the thread. */
export type OcrCall = { readonly [Name in keyof Engines]: { readonly name: Name; readonly parameters: Parameters<Engines[Name]> } }[keyof Engines];

/** What the thread answers: a result, what is wrong, or a bug of ours. Errors lose their class on the way, so they travel as data. */
export type OcrReply = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly diagnostics: readonly Diagnostic[] }
  | { readonly failure: string }
);
