import { parseArgs } from 'node:util';
import { commandFlags } from './command-flags.ts';
import { flagSpecs, type FlagSpec, type RawFlags } from './flags.ts';

/**
 * Reads `build` with flags that need no explanation, so that the build which finds nothing to do never loads the parser that knows help and suggestions.
 * Undefined for everything else, mistakes included: the full parser answers those.
 */
export function parsePlainBuild(words: readonly string[]): RawFlags | undefined {
  if (words[0] !== 'build') return undefined;
  try {
    const { values } = parseArgs({ args: words.slice(1), options: createOptions(), strict: true, allowPositionals: false });
    // Other sorts of build, whose flags the full parser holds against each other.
    return ['pseudo', 'batch', 'shard', 'out', 'queue'].some((name) => values[name] !== undefined) ? undefined : values;
  } catch {
    return undefined;
  }
}

type ParseOptions = { [name: string]: { type: 'string' | 'boolean'; multiple?: boolean } };

function createOptions(): ParseOptions {
  const options: ParseOptions = {};
  for (const name of commandFlags.build) {
    const spec: FlagSpec = flagSpecs[name];
    options[name] = { type: spec.value === undefined ? 'boolean' : 'string', multiple: spec.many ?? false };
  }
  return options;
}
