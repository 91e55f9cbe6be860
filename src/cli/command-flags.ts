import type { FlagName } from './flags.ts';

const output = ['json', 'quiet', 'verbose', 'no-color', 'debug'] as const satisfies readonly FlagName[];
const selection = ['only', 'locale', 'size'] as const satisfies readonly FlagName[];

/** Which flags each command takes. */
export const commandFlags = {
  build: ['config', ...selection, 'spend', 'draft', 'buy-again', 'frozen', 'adopt', 'jobs', 'wait', ...output],
  plan: ['config', ...selection, 'markdown', ...output],
  why: ['config', ...output],
  types: ['config', ...output],
  check: ['config', 'jobs', ...output],
  spend: ['config', 'forget', ...output],
  approve: ['config', 'all', 'reject', 'comment', 'locale', 'size', ...output],
  pick: ['config', 'slot', ...output],
  regenerate: ['config', 'slot', ...output],
  explain: output,
  doctor: ['config', ...output],
  unlock: ['config', ...output],
  'lock resolve': ['config', ...output],
  'vault verify': ['config', ...output],
  'cache status': ['config', ...output],
  'cache verify': ['config', ...output],
} as const satisfies { readonly [command: string]: readonly FlagName[] };

export type CommandName = keyof typeof commandFlags;
