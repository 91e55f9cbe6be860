import picocolors from 'picocolors';
import type { Flags } from './flags.ts';
import type { Io, Output } from './io.ts';

/** Colours by name; each is the identity when colours are off. */
export type Palette = { readonly [colour in 'red' | 'yellow' | 'green' | 'cyan' | 'dim' | 'bold']: (text: string) => string };

/** The colours for one stream: `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal that can. */
export function createPalette(flags: Pick<Flags, 'noColor'>, io: Pick<Io, 'env'>, output: Output): Palette {
  return picocolors.createColors(wantsColour(flags, io.env, output));
}

function wantsColour(flags: Pick<Flags, 'noColor'>, env: Io['env'], output: Output): boolean {
  if (flags.noColor || (env['NO_COLOR'] ?? '') !== '') return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return output.isTerminal && env['TERM'] !== 'dumb';
}
