import type { BuildOptions } from '../../model/report.ts';
import type { CommandInput } from '../command.ts';
import type { Flags } from '../flags.ts';
import { readConsent } from '../read-consent.ts';
import { runBuilder } from '../run-builder.ts';

/** `visuals build`: makes what changed. */
export async function runBuild(input: CommandInput): Promise<number> {
  const { flags, io } = input;
  if (flags.pseudo) return (await import('./build-pseudo.ts')).runPseudoBuild(input);
  if (flags.shard !== undefined) return (await import('./build-shard.ts')).runShardBuild(input, flags.shard);
  if (flags.queue !== undefined) return (await import('./build-fleet.ts')).runFleetBuild(input, flags.queue);
  // Loaded while the reporter is.
  const loaded = import('../../build.ts');
  return runBuilder(input, async (options) => {
    const { build } = await loaded;
    return build({ ...options, ...readBuildOptions(flags), ...readConsent(flags, io, options.signal) });
  });
}

function readBuildOptions(flags: Flags): BuildOptions {
  const { selection, frozen, adopt, draft, batch, buyAgain, spend } = flags;
  return { ...selection, frozen, adopt, draft, batch, buyAgain, ...(spend !== undefined && { spend }) };
}
