import type { BuildOptions } from '../model/report.ts';
import type { Flags } from './flags.ts';
import type { Io } from './io.ts';

/** How a command that buys asks for consent: a person is asked only where one sits: at a terminal that is neither a build server's nor read by a program. */
export function readConsent(flags: Flags, io: Io, signal: AbortSignal): Pick<BuildOptions, 'confirmSpend'> {
  const isAttended = io.stdin.isTerminal && io.stderr.isTerminal && (io.env['CI'] ?? '') === '';
  if (!isAttended || flags.json || flags.quiet || flags.draft || flags.frozen) return {};
  return {
    confirmSpend: async (purchase) =>
      (await import('./ask-consent.ts')).askConsent(purchase, { stdin: io.stdin, stderr: io.stderr, batch: flags.batch }, signal),
  };
}
