import type { CommandInput } from '../command.ts';
import { runBuilder } from '../run-builder.ts';

/** `visuals merge <shards…>`: makes one build of shards. */
export async function runMerge(input: CommandInput): Promise<number> {
  const { adopt } = input.flags;
  return runBuilder(input, async (options) => {
    const { mergeShards } = await import('../../merge-shards.ts');
    return mergeShards({ ...options, adopt, shards: input.operands });
  });
}
