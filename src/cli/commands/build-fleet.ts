import type { CommandInput } from '../command.ts';
import { readConsent } from '../read-consent.ts';
import { runBuilder } from '../run-builder.ts';

/** `visuals build --queue <url>`: has the work done by workers. */
export async function runFleetBuild(input: CommandInput, queue: string): Promise<number> {
  const { flags, io } = input;
  const { selection, adopt, spend, buyAgain } = flags;
  return runBuilder(input, async (options) => {
    const { buildFleet } = await import('../../build-fleet.ts');
    return buildFleet({ ...options, ...selection, adopt, buyAgain, queue, ...(spend !== undefined && { spend }), ...readConsent(flags, io, options.signal) });
  });
}
