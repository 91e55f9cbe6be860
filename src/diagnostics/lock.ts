import { formatNearest } from './did-you-mean.ts';
import { defineDiagnostic, exitCode } from './define.ts';

export const lockConflict = defineDiagnostic<{ readonly file: string }>(
  {
    code: 'LOCK_CONFLICT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Git could not merge two versions of the lock and left its markers in the file. Both sides name pictures that were paid for, so the right answer is nearly always to keep both. `visuals lock resolve` does that, and says where a person has to choose.',
  },
  ({ file }) => ({ message: `${file} holds the markers of a merge conflict`, fix: 'Run `visuals lock resolve`, then commit the file.' }),
);

export const lockInvalid = defineDiagnostic<{ readonly file: string; readonly problem: string }>(
  {
    code: 'LOCK_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'The lock can not be read. It is never rewritten in this state, because it names pictures that were paid for. Restore it from git.',
  },
  ({ file, problem }) => ({ message: `${file} can not be read: ${problem}`, fix: `Restore it with git: \`git checkout -- ${file}\`.` }),
);

export const choiceConflict = defineDiagnostic<{ readonly key: string; readonly digests: readonly string[] }>(
  {
    code: 'CHOICE_CONFLICT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two branches chose different pictures for the same art, and the merge kept both choices. Both pictures are in the vault; a person decides which one is used.',
  },
  ({ key, digests }) => ({
    message: `two pictures are chosen for ${key.slice(0, 12)}: ${digests.map((digest) => digest.slice(0, 12)).join(' and ')}`,
    fix: `Choose one: \`visuals pick <asset> ${digests[0]?.slice(0, 12) ?? ''}\`.`,
  }),
);

export const paidBlobCorrupt = defineDiagnostic<{ readonly digest: string; readonly state: 'missing' | 'damaged'; readonly art?: string }>(
  {
    code: 'PAID_BLOB_CORRUPT',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The lock names a bought picture whose bytes are missing from the vault, or no longer match their digest. There is no seed, so the same picture can never be made again: restore it from git, from LFS or from another clone. It is never bought again by itself.',
  },
  ({ digest, state, art }) => ({
    message: `the bought picture ${digest.slice(0, 12)}${art === undefined ? '' : ` of ${art}`} is ${state}`,
    fix: 'Restore visuals.vault/ from git or LFS (`git lfs pull`); to give it up, run `visuals regenerate <asset>`.',
  }),
);

export const purchaseUnknown = defineDiagnostic<{ readonly attempt: string; readonly art: string; readonly cost: number }>(
  {
    code: 'PURCHASE_UNKNOWN',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'A request for a picture was sent, and no complete answer was kept: the process was killed, the connection broke, or the provider did not answer. It may have been billed. Nothing is bought a second time without your word.',
  },
  ({ attempt, art, cost }) => ({
    message: `the outcome of a paid request for ${art} is unknown (attempt ${attempt}, up to $${cost.toFixed(2)})`,
    fix: "Look it up in the provider's dashboard, then run `visuals build --buy-again` to ask once more, or `visuals spend --forget` to give it up (with `--not-billed` when nothing was billed).",
  }),
);

export const paidArtNone = defineDiagnostic<{ readonly asset: string; readonly slot: string | undefined; readonly known: readonly string[] }>(
  {
    code: 'PAID_ART_NONE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A command is about the bought art of an asset, and the asset has none: all of its pictures come from files, from a seed, or from other assets. Or the slot that was named is not one whose picture is bought.',
  },
  ({ asset, slot, known }) => ({
    message: slot === undefined ? `"${asset}" has no bought art` : `"${asset}" has no bought art in a slot "${slot}"${formatNearest(slot, known)}`,
    fix: known.length > 0 ? `Its bought art: ${known.join(', ')}.` : 'Name an asset whose art is `generate`, `edit` or `translate`.',
  }),
);

export const pictureUnknown = defineDiagnostic<{
  readonly asset: string;
  readonly digest: string;
  readonly known: readonly string[];
  readonly matches: number;
}>(
  {
    code: 'PICTURE_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A candidate is named by the first digits of its digest, as many as tell it from the others. What was written is the beginning of none of the candidates of this asset, or of more than one. Nothing was changed.',
  },
  ({ asset, digest, known, matches }) => ({
    message:
      matches > 1
        ? `"${digest}" is the beginning of ${matches} candidates of "${asset}"`
        : `no candidate of "${asset}" begins with "${digest}"${formatNearest(digest, known)}`,
    fix: known.length > 0 ? `Its candidates: ${known.join(', ')}.` : 'Nothing was bought for it yet: run `visuals build --spend <dollars>` first.',
  }),
);

export const attemptUnknown = defineDiagnostic<{ readonly attempt: string; readonly known: readonly string[]; readonly matches: number }>(
  {
    code: 'ATTEMPT_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'An attempt is named as `visuals spend` lists it, or by as much of its beginning as tells it from the others. Only attempts whose outcome is unknown can be given up; what was bought, refused or rejected is settled already.',
  },
  ({ attempt, known, matches }) => ({
    message:
      matches > 1
        ? `"${attempt}" is the beginning of ${matches} attempts`
        : `no attempt of unknown outcome begins with "${attempt}"${formatNearest(attempt, known)}`,
    fix: known.length > 0 ? `Of unknown outcome: ${known.join(', ')}.` : 'No attempt has an unknown outcome: there is nothing to give up.',
  }),
);

export const attemptReceived = defineDiagnostic<{ readonly attempt: string; readonly art: string }>(
  {
    code: 'ATTEMPT_RECEIVED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The attempt that was to be given up has a complete answer on this disk: it was paid for, and only the last step into vault and lock is missing, because the process ended. The next build takes that step, without asking the provider for anything.',
  },
  ({ attempt, art }) => ({
    message: `the answer of attempt ${attempt} for ${art} is here and complete`,
    fix: 'Run `visuals build`, which takes it over and buys nothing.',
  }),
);

export const purchaseRefused = defineDiagnostic<{ readonly art: string; readonly outcome: string; readonly note: string }>(
  {
    code: 'PURCHASE_REFUSED',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'The same request was asked before: the provider refused what it asks for, or was paid and sent nothing that could be used. Asking again would likely end the same way and may cost again, so it waits until ' +
      'prompt, references or settings change, or until you say so.',
  },
  ({ art, outcome, note }) => ({
    message: `the request for ${art} was ${outcome === 'blocked' ? 'refused for what it asks' : 'paid for and came back unusable'} before (${note.split('\n')[0]})`,
    fix: 'Change the prompt or its references, or ask once more with `visuals build --spend <usd> --buy-again`.',
  }),
);

export const swapConflict = defineDiagnostic<{ readonly art: string; readonly models: readonly string[] }>(
  {
    code: 'SWAP_CONFLICT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two branches accepted different models for the same art, and the merge kept both. The pictures of both are in the vault. A person decides: `visuals migrate accept` with `--to` keeps one of them, and naming the model in the config makes both void.',
  },
  ({ art, models }) => ({
    message: `two models are accepted for ${art}: ${models.join(' and ')}`,
    fix: `Keep one: \`visuals migrate accept ${art.slice(0, art.indexOf('/'))} --to ${models[0] ?? ''}\`.`,
  }),
);

export const shadowNone = defineDiagnostic<{ readonly asset: string; readonly to: string | undefined; readonly known: readonly string[] }>(
  {
    code: 'SHADOW_NONE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A command is about the pictures that another model made beside those in use, and there are none for this asset. `visuals migrate --to <model>` makes them, `visuals migrate status` lists them.',
  },
  ({ asset, to, known }) => ({
    message: `"${asset}" has no shadow${to === undefined ? '' : ` by "${to}"`}${formatNearest(asset, known)}`,
    fix: known.length > 0 ? `Those that have one: ${known.join(', ')}.` : 'Make them first: `visuals migrate --to <model>`.',
  }),
);

export const shadowSeveral = defineDiagnostic<{ readonly asset: string; readonly models: readonly string[] }>(
  {
    code: 'SHADOW_SEVERAL',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'The asset was bought from more than one other model, so a word is missing on which of them is meant. Nothing was changed.',
  },
  ({ asset, models }) => ({
    message: `"${asset}" has shadows by ${models.join(' and ')}`,
    fix: `Name one: \`--to ${models[0] ?? ''}\`.`,
  }),
);

export const swapUnbought = defineDiagnostic<{ readonly art: string; readonly assets: readonly string[] }>(
  {
    code: 'SWAP_UNBOUGHT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Accepting these pictures would leave other art without one: either the request changed since the shadow was bought, or other art is made from this art and was bought from the old picture. Nothing was changed. Art that hangs together is accepted together; what changed since is bought with `visuals migrate --to`.',
  },
  ({ art, assets }) => ({
    message: `${art} would have to be bought after that`,
    fix: `Accept what hangs together in one go (\`visuals migrate accept ${assets.join(' ')}\`), or run \`visuals migrate --to\` again first.`,
  }),
);

export const referenceUnbought = defineDiagnostic<{ readonly art: string }>(
  {
    code: 'REFERENCE_UNBOUGHT',
    severity: 'error',
    exit: exitCode.budget,
    explain: 'The art is made from other art that was not bought yet, so its own request can not be completed. Buy with `visuals build --spend` first.',
  },
  ({ art }) => ({ message: `${art} is made from art that was not bought yet`, fix: 'Run `visuals build --spend <usd>` first.' }),
);

export const editAmbiguous = defineDiagnostic<{ readonly asset: string; readonly slots: readonly string[] }>(
  {
    code: 'EDIT_AMBIGUOUS',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'The asset has bought art in more than one slot, and an instruction is meant for one of them. Nothing was bought.',
  },
  ({ asset, slots }) => ({ message: `"${asset}" has bought art in ${slots.join(' and ')}`, fix: `Name the slot: \`--slot ${slots[0] ?? ''}\`.` }),
);

export const editUnbought = defineDiagnostic<{ readonly art: string }>(
  {
    code: 'EDIT_UNBOUGHT',
    severity: 'error',
    exit: exitCode.budget,
    explain: 'An edit starts from the picture that was bought and chosen, and there is none for this art yet. Nothing was bought.',
  },
  ({ art }) => ({ message: `${art} was not bought yet: there is nothing to edit`, fix: 'Run `visuals build --spend <usd>` first.' }),
);

export const pictureFake = defineDiagnostic<{ readonly art: string }>(
  {
    code: 'PICTURE_FAKE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The picture comes from `visuals dev-server`, the local server for trying the tool without a key. It says FAKE, costs nothing, and is marked in the lock, so that `visuals check` fails as long as it is published. `visuals regenerate` and a build with a real key put a real one in its place.',
  },
  ({ art }) => ({ message: `${art} is a fake picture of the local dev server`, fix: 'Fine for trying out; buy it with a real key before it goes live.' }),
);

export const fakePublished = defineDiagnostic<{ readonly arts: readonly string[] }>(
  {
    code: 'FAKE_PUBLISHED',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'Pictures of `visuals dev-server` are in use: they say FAKE and show nothing that was asked for. `visuals regenerate <asset>` lets the next build buy a real one. If the lock holds nothing but fake pictures, deleting `visuals.lock.json` and `visuals.vault/` starts over.',
  },
  ({ arts }) => ({
    message: `${arts.length} ${arts.length === 1 ? 'piece of art is' : 'pieces of art are'} fake, such as ${arts[0] ?? ''}`,
    fix: `Run \`visuals regenerate ${arts[0]?.slice(0, arts[0].indexOf('/')) ?? '<asset>'}\`, then \`visuals build --spend <usd>\` with a real key.`,
  }),
);

export const gitLfsMissing = defineDiagnostic<{ readonly file: string }>(
  {
    code: 'GIT_LFS_MISSING',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The file names Git LFS as the keeper of the bought pictures, and Git LFS is not installed here, or not set up for this user. Git then commits the pictures themselves, and a colleague who has LFS sees them as changed.',
  },
  ({ file }) => ({
    message: `${file} asks for Git LFS, which is not installed here`,
    fix: 'Install it and run `git lfs install`, before you commit pictures.',
  }),
);

export const attributesTaken = defineDiagnostic<{ readonly file: string; readonly line: string }>(
  {
    code: 'ATTRIBUTES_TAKEN',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The file already says something else of the same paths. What people wrote is left as it is, so this line of ours was not written. Change the line by hand if it is not meant.',
  },
  ({ file, line }) => ({ message: `${file} already says: ${line}`, fix: 'Nothing to do if that is meant; otherwise change the line by hand.' }),
);

export const paidReplyStranded = defineDiagnostic<{ readonly art: string }>(
  {
    code: 'PAID_REPLY_STRANDED',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The answer to a paid request is here and complete, and its pictures could not be put into vault and lock, because the disk is full or fails. Nothing is bought in this state. ' +
      'Once the disk takes writes again, the next build takes the answer over without asking the provider for anything.',
  },
  ({ art }) => ({
    message: `the paid answer for ${art} is here and could not be put into vault and lock`,
    fix: 'Free some space or mend the disk, then run `visuals build`: it takes the answer over and buys nothing for it.',
  }),
);

export const papersDamaged = defineDiagnostic<{ readonly attempt: string; readonly art: string; readonly file: string }>(
  {
    code: 'PAPERS_DAMAGED',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'What was written down about a paid request is no longer what was written: the disk or another program changed it. The file was set aside with `.bad` at the end of its name, and nothing was deleted. ' +
      'Whether the request was billed is unknown. While its note can not be read, nobody can tell which picture it was for, so nothing is bought until a person has settled it.',
  },
  ({ attempt, art, file }) => ({
    message: `the papers of a paid request${art === '' ? '' : ` for ${art}`} are damaged (attempt ${attempt}, kept in ${file})`,
    fix: `Look it up in the provider's dashboard, then run \`visuals spend --forget ${attempt.slice(0, 8)}\`, with \`--not-billed\` when nothing was billed.`,
  }),
);

export const ledgerDamaged = defineDiagnostic<{ readonly lines: number; readonly file: string }>(
  {
    code: 'LEDGER_DAMAGED',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'Lines of the ledger of paid requests can not be read: the disk or another program changed them. They were set aside as they were, and what is still legible of them stands in their place, with an unknown outcome. ' +
      'What was spent this month may be more than the ledger says.',
  },
  ({ lines, file }) => ({
    message: `${lines} ${lines === 1 ? 'line' : 'lines'} of the ledger of paid requests ${lines === 1 ? 'is' : 'are'} damaged (kept in ${file})`,
    fix: "Compare `visuals spend --verbose` with the provider's dashboard; the next build goes on from there.",
  }),
);
