import type { CommandInput } from '../command.ts';
import { runSession } from './watch.ts';

/** `visuals studio`: the same as `visuals watch`, with the page open. */
export async function runStudio(input: CommandInput): Promise<number> {
  return runSession(input, input.flags.noOpen ? 'link' : 'open');
}
