import { formatNearest } from './did-you-mean.ts';
import { defineDiagnostic, exitCode } from './define.ts';

export const unapproved = defineDiagnostic<{ readonly asset: string; readonly cells: number; readonly example: string; readonly states: string }>(
  {
    code: 'UNAPPROVED',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      "The config asks for review (`review: 'required'`), and some published pictures have no approval, or only one for other pixels, or were rejected. An approval is bound to the decoded pixels: encoding them anew keeps it, a changed letter does not. Look at the pictures in `visuals studio` or in the output folder and approve what is right.",
  },
  ({ asset, cells, example, states }) => ({
    message: `${cells} ${cells === 1 ? 'picture' : 'pictures'} of "${asset}" ${cells === 1 ? 'is' : 'are'} not approved (${states}), such as ${example}`,
    fix: `Look at them in \`visuals studio\`, or approve with \`visuals approve ${asset}\`.`,
  }),
);

export const reviewStale = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'REVIEW_STALE',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'What was to be approved is not what the project gives now: sources were edited since the last build, or a picture changed after it was looked at. Nobody should approve what they have not seen, so nothing was written.',
  },
  ({ problem }) => ({ message: problem, fix: 'Run `visuals build`, look at the pictures again, then approve.' }),
);

export const reviewDraft = defineDiagnostic<{ readonly cell: string }>(
  {
    code: 'REVIEW_DRAFT',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A picture shows a stand-in for art that was not bought yet. Its pixels will change as soon as the art is there, so an approval would be worth nothing.',
  },
  ({ cell }) => ({
    message: `${cell} shows a draft stand-in, which can't be approved`,
    fix: 'Buy its art with `visuals build --spend <usd>`, or leave it out.',
  }),
);

export const reviewEmpty = defineDiagnostic<{ readonly asset: string; readonly known: readonly string[] }>(
  {
    code: 'REVIEW_EMPTY',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The words on the command line match no published picture. Pictures are published by `visuals build`; ids of assets and cells are those of the manifest.',
  },
  ({ asset, known }) => ({
    message: `no published picture matches "${asset}"${formatNearest(asset, known)}`,
    fix: known.length > 0 ? `Published assets: ${known.slice(0, 12).join(', ')}.` : 'Run `visuals build` first.',
  }),
);

export const reviewerUnknown = defineDiagnostic<undefined>(
  {
    code: 'REVIEWER_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'An approval is written into the lock with the name that git commits under, and git knows none here. An approval without a name could not be asked about later.',
  },
  () => ({ message: 'git knows no name to approve under', fix: 'Set one: `git config user.name "…"` and `git config user.email "…"`.' }),
);
