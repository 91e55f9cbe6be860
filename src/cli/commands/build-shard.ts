import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { ShardNumber } from '../../model/shard.ts';
import type { CommandInput } from '../command.ts';
import { readConsent } from '../read-consent.ts';
import { runBuilder } from '../run-builder.ts';

/** `visuals build --shard i/n`: makes a part of the pictures into a folder of its own. */
export async function runShardBuild(input: CommandInput, { shard, of }: ShardNumber): Promise<number> {
  const { flags, io } = input;
  const { spend, buyAgain, out } = flags;
  let place: string | undefined;
  const exit = await runBuilder(input, async (options) => {
    const { buildShard } = await import('../../build-shard.ts');
    const consent = { ...readConsent(flags, io, options.signal), ...(spend !== undefined && { spend }), buyAgain };
    const { folder, ...report } = await buildShard({ ...options, ...consent, shard, of, ...(out !== undefined && { out }) });
    place = folder;
    return report;
  });
  if (place !== undefined && !flags.json && !flags.quiet) io.stdout.write(`Shard ${shard}/${of} lies in ${cleanForTerminal(place)}\n`);
  return exit;
}
