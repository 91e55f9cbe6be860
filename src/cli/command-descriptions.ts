import type { CommandName } from './command-flags.ts';

const asset = ['<asset>', 'id of the asset'] as const;

/** What a command is for, and what follows it: operands in commander's notation, each with its meaning. */
export interface CommandDescription {
  readonly summary: string;
  readonly operands?: readonly (readonly [written: string, meaning: string])[];
}

/** Every command, in the order of the help. */
export const commandDescriptions: { readonly [name in CommandName]: CommandDescription } = {
  init: { summary: 'start a project here: in an empty folder or in a site' },
  build: { summary: 'make every picture that changed' },
  worker: { summary: 'make pictures for builds over a queue, until it is stopped' },
  merge: { summary: 'make one build of shards', operands: [['<shards...>', 'folders that `build --shard` wrote, or that hold such folders']] },
  plan: { summary: 'tell what a build would make, and why' },
  why: { summary: 'tell which change made an asset, the last time and the next', operands: [asset] },
  check: { summary: 'tell whether the published pictures are what the sources give, and fit to be shown' },
  types: { summary: 'write the types that the editor completes from' },
  spend: { summary: 'tell what was spent on pictures, by day, against the budget' },
  'batch status': { summary: 'tell how far pictures are that were ordered in batches' },
  'batch cancel': {
    summary: 'let the provider stop a batch; what is done by then is collected',
    operands: [['<batch>', 'first digits of the batch, as `batch status` lists it']],
  },
  watch: { summary: 'build with every change' },
  studio: { summary: 'look, compare, choose and approve in the browser, while it builds with every change' },
  approve: {
    summary: 'tell which pictures people approved, or approve or reject pictures',
    operands: [['[pictures...]', 'ids of assets, which may hold *, or of cells']],
  },
  'copy export': { summary: 'write files for translators: texts, notes, measured limits, a picture of each' },
  'copy import': { summary: 'check translated files and take their texts into the copy', operands: [['<files...>', 'files that `copy export` wrote']] },
  'copy pseudo': { summary: 'print the messages of the pseudo-locales en-XA and ar-XB' },
  report: { summary: 'write a page of all pictures, or of what changed since a commit, to be sent to anybody' },
  pick: { summary: 'list the bought candidates of an asset, or choose one', operands: [asset, ['[digest]', 'first digits of the candidate to use']] },
  regenerate: { summary: 'let the next build buy an asset’s art once more, or buy an edit of it', operands: [asset] },
  migrate: { summary: 'buy art from another model, beside what is used' },
  'migrate status': { summary: 'list both pictures of each request, and write a page that shows them' },
  'migrate accept': {
    summary: 'use the other model’s pictures from now on',
    operands: [['<asset...>', 'ids of assets; art made from each other is accepted together']],
  },
  'migrate drop': { summary: 'forget the other model’s pictures; what was bought stays in the vault', operands: [asset] },
  provenance: { summary: 'tell where a picture comes from, and whether its signature holds', operands: [['<file>', 'any png, jpeg, webp or avif']] },
  upgrade: { summary: 'tell what the installed renderer changes in published pictures, and carry approvals over' },
  templates: { summary: 'list the templates that ship with visuals' },
  'templates show': { summary: 'tell a template’s slots, data, sample words and prompt', operands: [['<name>', 'name of a template']] },
  'templates eject': { summary: 'copy a template into the project, to be changed there', operands: [['<name>', 'name of a template']] },
  explain: { summary: 'explain a diagnostic, or list all', operands: [['[code]', 'such as COPY_MISSING']] },
  doctor: { summary: 'look whether machine and project have what a build needs' },
  'dev-server': { summary: 'run a local stand-in for OpenAI, whose pictures are fake and free' },
  unlock: { summary: 'remove the lock of a build that is gone' },
  'lock resolve': { summary: 'unite both sides of a merge conflict in the lock' },
  'vault verify': { summary: 'read every bought picture and compare it with the lock' },
  'vault push': { summary: 'send the bought pictures to the shared store' },
  'vault pull': { summary: 'fetch bought pictures that are missing here from the shared store' },
  'vault track': { summary: 'write .gitattributes so that git keeps bought pictures with LFS' },
  'cache status': { summary: 'tell what the cache holds' },
  'cache verify': { summary: 'read all that the cache holds and set aside what is damaged' },
  'cache gc': { summary: 'remove what is old or too much from the cache; what was bought is never touched' },
  'cache push': { summary: 'send what the project is made of, as far as it lies here, to the shared store' },
  'store keygen': { summary: 'print a pair of keys for a shared store' },
  completion: {
    summary: 'print a script that lets a shell complete commands, flags and names',
    operands: [
      ['<shell>', 'bash, zsh, fish or powershell'],
      ['[words...]', 'asked by the script itself: what is typed so far'],
    ],
  },
};

/** What the first word of a command of two words is about. */
export const commandFamilies: { readonly [word: string]: string } = {
  batch: 'look after what was ordered in batches',
  cache: 'look after the cache',
  copy: 'exchange words with translators',
  lock: 'look after the lock',
  store: 'set up a store that a team shares',
  vault: 'look after the bought pictures',
};
