import type { Place } from '../model/diagnostic.ts';

/** A prompt that was checked, as plain data: it can be kept for as long as its text holds. */
export interface CompiledPrompt {
  readonly file: string;
  readonly nodes: readonly PromptNode[];
  /** What any of its branches may read. */
  readonly reads: {
    /** First names of `data`, in code-unit order. */
    readonly data: readonly string[];
    /** Token paths, in code-unit order. */
    readonly tokens: readonly string[];
  };
}

/** A part of a prompt. */
export type PromptNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'value'; readonly value: PromptPath; readonly isOptional: boolean }
  | { readonly type: 'token'; readonly path: string; readonly place: Place }
  | {
      readonly type: 'if';
      readonly condition: PromptCondition;
      readonly isNegated: boolean;
      readonly body: readonly PromptNode[];
      readonly otherwise: readonly PromptNode[];
    }
  | {
      readonly type: 'each';
      readonly list: PromptPath;
      readonly isOptional: boolean;
      /** Names for the item and its index. */
      readonly names: readonly string[];
      readonly body: readonly PromptNode[];
      /** Absent when there is no `{{else}}`: then the list must not be empty. */
      readonly otherwise?: readonly PromptNode[];
    };

/** What a block asks for. */
export type PromptCondition =
  | { readonly type: 'path'; readonly value: PromptPath; readonly isOptional: boolean }
  | { readonly type: 'equal'; readonly operands: readonly PromptOperand[] };

/** A value that is compared. */
export type PromptOperand = PromptPath | { readonly type: 'literal'; readonly value: string | number | boolean };

/** A read of a value. `loop`: `@index`, `@first`, `@last`; `name`: an item named with `as |item|`; `scope`: all else, `depth` blocks of `each` further out. */
export interface PromptPath {
  readonly type: 'loop' | 'name' | 'scope';
  readonly written: string;
  readonly parts: readonly string[];
  readonly depth: number;
  readonly place: Place;
}
