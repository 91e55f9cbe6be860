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

export const paidBlobCorrupt = defineDiagnostic<{ readonly digest: string; readonly state: 'missing' | 'damaged' }>(
  {
    code: 'PAID_BLOB_CORRUPT',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'The lock names a bought picture whose bytes are missing from the vault, or no longer match their digest. There is no seed, so the same picture can never be made again: restore it from git, from LFS or from another clone. It is never bought again by itself.',
  },
  ({ digest, state }) => ({
    message: `the bought picture ${digest.slice(0, 12)} is ${state}`,
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
    fix: "Look it up in the provider's dashboard, then run `visuals build --buy-again` to ask once more, or `visuals spend --forget` to give it up.",
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
