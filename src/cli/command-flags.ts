import type { FlagName } from './flags.ts';

const output = ['json', 'quiet', 'verbose', 'no-color', 'debug'] as const satisfies readonly FlagName[];
const selection = ['only', 'locale', 'size'] as const satisfies readonly FlagName[];

/** Which flags each command takes. */
export const commandFlags = {
  init: ['yes', 'template', 'no-install', 'dry-run', ...output],
  build: ['config', ...selection, 'spend', 'batch', 'draft', 'buy-again', 'frozen', 'adopt', 'pseudo', 'shard', 'out', 'queue', 'jobs', 'wait', ...output],
  worker: ['config', 'queue', 'jobs', ...output],
  merge: ['config', 'adopt', 'jobs', 'wait', ...output],
  plan: ['config', ...selection, 'batch', 'markdown', ...output],
  why: ['config', ...output],
  types: ['config', ...output],
  check: ['config', ...selection, 'text', 'fix', 'no-vault', 'sarif', 'jobs', ...output],
  spend: ['config', 'forget', 'not-billed', ...output],
  'batch status': ['config', ...output],
  'batch cancel': ['config', ...output],
  watch: ['config', ...selection, 'open', 'port', 'adopt', 'jobs', ...output],
  studio: ['config', ...selection, 'no-open', 'port', 'adopt', 'jobs', ...output],
  approve: ['config', 'all', 'reject', 'comment', 'locale', 'size', ...output],
  'copy export': ['config', 'locale', 'format', 'out', 'no-fit', ...output],
  'copy import': ['config', 'locale', 'dry-run', 'no-fit', ...output],
  'copy pseudo': ['config', 'locale', 'out', ...output],
  report: ['config', 'since', 'out', 'prompts', 'sprint', 'markdown', ...output],
  pick: ['config', 'slot', ...output],
  regenerate: ['config', 'slot', 'edit', 'spend', 'buy-again', ...output],
  migrate: ['config', 'to', 'only', 'spend', 'buy-again', 'jobs', ...output],
  'migrate status': ['config', ...output],
  'migrate accept': ['config', 'to', ...output],
  'migrate drop': ['config', 'to', ...output],
  provenance: ['config', 'out', ...output],
  upgrade: ['config', ...selection, 'tolerance', 'jobs', ...output],
  templates: output,
  'templates show': output,
  'templates eject': ['config', ...output],
  explain: output,
  doctor: ['config', ...output],
  'dev-server': ['port', ...output],
  unlock: ['config', ...output],
  'lock resolve': ['config', ...output],
  'vault verify': ['config', 'repair', ...output],
  'vault push': ['config', ...output],
  'vault pull': ['config', ...output],
  'vault track': ['config', ...output],
  'cache status': ['config', ...output],
  'cache verify': ['config', 'repair', ...output],
  'cache gc': ['config', 'max-size', 'max-age', ...output],
  'cache push': ['config', ...output],
  'store keygen': output,
  completion: ['no-color', 'debug'],
} as const satisfies { readonly [command: string]: readonly FlagName[] };

/** A command as it is typed, such as `vault push`. */
export type CommandName = keyof typeof commandFlags;
