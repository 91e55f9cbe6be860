import type { Flags } from './flags.ts';
import type { Io } from './io.ts';

/** What a command gets. */
export interface CommandInput {
  readonly flags: Flags;
  /** Words that are not flags, such as an asset's id. */
  readonly operands: readonly string[];
  readonly io: Io;
}

/** Does the work, writes the results, gives the exit code. Throws VisualsError for what keeps it from beginning. */
export type Command = (input: CommandInput) => Promise<number>;
