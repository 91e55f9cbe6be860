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
