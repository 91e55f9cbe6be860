import type { CommandName } from './command-flags.ts';
import type { FlagName, RawFlags } from './flags.ts';

/** Flags that say nothing unless another one is given, or while it is. */
type IdleRule = { readonly idle: readonly FlagName[] } & ({ readonly without: FlagName } | { readonly with: FlagName });

/** By command. A flag that is ignored in silence would be taken for one that was obeyed. */
const rules: { readonly [name in CommandName]?: readonly IdleRule[] } = {
  build: [
    { with: 'pseudo', idle: ['spend', 'batch', 'draft', 'buy-again', 'frozen', 'adopt', 'shard', 'queue', 'wait'] },
    { with: 'frozen', idle: ['batch'] },
    { with: 'shard', idle: ['only', 'locale', 'size', 'draft', 'batch', 'frozen', 'adopt'] },
    { without: 'shard', idle: ['out'] },
    { with: 'queue', idle: ['shard', 'draft', 'batch', 'frozen'] },
  ],
  check: [
    { with: 'text', idle: ['fix', 'no-vault', 'sarif'] },
    { without: 'text', idle: ['only', 'locale', 'size'] },
  ],
  spend: [{ without: 'forget', idle: ['not-billed'] }],
  regenerate: [{ without: 'edit', idle: ['spend', 'buy-again'] }],
  report: [{ with: 'sprint', idle: ['out', 'prompts'] }],
};

/** What is wrong with a command's flags: one sentence for each rule that is broken. */
export function findIdleFlags(name: CommandName, flags: RawFlags): readonly string[] {
  return (rules[name] ?? []).flatMap((rule) => {
    const isGiven = (flag: FlagName): boolean => flags[flag] !== undefined && flags[flag] !== false;
    const applies = 'with' in rule ? isGiven(rule.with) : !isGiven(rule.without);
    const given = applies ? rule.idle.filter(isGiven).map((flag) => `--${flag}`) : [];
    if (given.length === 0) return [];
    const named = given.join(' and ');
    return ['with' in rule ? `${named} can't go with --${rule.with}` : `${named} ${given.length === 1 ? 'goes' : 'go'} with --${rule.without} alone`];
  });
}
