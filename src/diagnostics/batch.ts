import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

/** A batch as people name it: enough of its name to tell it from others. */
const shorten = (batch: string): string => batch.slice(0, 8);
const formatRequests = (count: number): string => `${count} ${count === 1 ? 'request' : 'requests'}`;

export const artAwaited = defineDiagnostic<{ readonly art: string; readonly batch: string }>(
  {
    code: 'ART_AWAITED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The art was ordered in a batch, at half the price, and its pictures have not come yet; a batch may take a day. Nothing is bought a second time meanwhile. ' +
      'Every build collects what is done; `visuals batch status` tells how far a batch is without building. With `--batch` this is a warning, because nothing else was asked for.',
  },
  ({ art, batch }) => ({
    message: `${art} is ordered in batch ${shorten(batch)} and has not come yet`,
    fix: 'Run `visuals build` later: it collects what is done.',
  }),
);

export const batchUnknown = defineDiagnostic<{
  readonly batch: string;
  readonly requests: number;
  readonly cost: number;
  readonly message: string;
  /** When the provider is believed that says it has no such batch, as ISO 8601; undefined when it could not be asked. */
  readonly until: string | undefined;
}>(
  {
    code: 'BATCH_UNKNOWN',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'A batch was about to be begun when the connection broke or the process ended, and whether the provider began it is not known. It carries a name of ours, so the provider is asked for it by that name with every build: ' +
      'a batch that was begun is found and collected. One that the provider still does not have a quarter of an hour later was never begun, and its pictures can be ordered again. Nothing is ordered twice meanwhile.',
  },
  ({ batch, requests, cost, message, until }) => ({
    message: `whether batch ${shorten(batch)} was begun is unknown (${formatRequests(requests)}, up to $${cost.toFixed(2)}): ${message}`,
    fix:
      until === undefined
        ? 'Run `visuals build` once the provider can be reached: it looks for the batch.'
        : `Run \`visuals build\` after ${until}: it looks for the batch once more. \`--buy-again\` does not wait, at the risk of paying twice.`,
  }),
);

export const batchUnreached = defineDiagnostic<{ readonly batch: string; readonly message: string }>(
  {
    code: 'BATCH_UNREACHED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The provider could not be asked how far a batch is, or a file of its results broke off. What came is kept. The batch goes on by itself and its results stay there for weeks, so nothing is lost; the next build asks again.',
  },
  ({ batch, message }) => ({
    message: `batch ${shorten(batch)} could not be collected: ${message}`,
    fix: 'Check the network, OPENAI_BASE_URL and OPENAI_API_KEY, then build again.',
  }),
);

export const batchLost = defineDiagnostic<{ readonly batch: string; readonly requests: number; readonly cost: number; readonly message: string }>(
  {
    code: 'BATCH_LOST',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'The provider no longer has a batch that it had begun, or its results lack requests that it counts as carried out. They may have been billed. Results are kept for some weeks only, and another key or project does not see them. ' +
      'Nothing is bought again without your word.',
  },
  ({ batch, requests, cost, message }) => ({
    message: `${formatRequests(requests)} of batch ${shorten(batch)} can not be collected (up to $${cost.toFixed(2)}): ${message}`,
    fix: `Look the batch up in the provider's dashboard with the key that ordered it; then \`visuals build --buy-again\`, or \`visuals spend --forget ${shorten(batch)}\`.`,
  }),
);

export const batchRefused = defineDiagnostic<{ readonly batch: string; readonly requests: number; readonly problem: string }>(
  {
    code: 'BATCH_REFUSED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider looked at the requests of a batch and carried out none of them. Nothing was billed. What is known of its rules is checked beforehand; this was not known, or has changed.',
  },
  ({ batch, requests, problem }) => ({
    message: `the provider refused batch ${shorten(batch)} with its ${formatRequests(requests)}: ${problem === '' ? 'no reason given' : problem}`,
    fix: 'Change what the message names and order again, or build without `--batch`.',
  }),
);

export const batchUnrun = defineDiagnostic<{ readonly batch: string; readonly unrun: number; readonly status: string }>(
  {
    code: 'BATCH_UNRUN',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A batch was over before all of its requests were carried out: its day had passed, or it was cancelled. What was done is collected and in the lock. The rest was not billed, and can be ordered again or bought one by one.',
  },
  ({ batch, unrun, status }) => ({
    message: `${formatRequests(unrun)} of batch ${shorten(batch)} ${unrun === 1 ? 'was' : 'were'} not carried out (${status}), and not billed`,
    fix: 'Order again with `visuals build --batch --spend <usd>`, or buy at once without `--batch`.',
  }),
);

export const batchNotOffered = defineDiagnostic<{ readonly generator: string }>(
  {
    code: 'BATCH_NOT_OFFERED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Batches need the Files and Batch routes of the provider. Servers of the portable profile have none, and a project without bought art has nothing to order.',
  },
  ({ generator }) => ({
    message: generator === '' ? 'there is no bought art to order in a batch' : `"${generator}" offers no batches with this profile`,
    fix: 'Build without `--batch`.',
  }),
);

export const batchGoing = defineDiagnostic<{ readonly batch: string; readonly until: string }>(
  {
    code: 'BATCH_GOING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A batch that was begun and whose day is not over was to be given up. It goes on whatever is written down here, and what it makes is billed: its pictures would be paid for and never collected. Stop it first, or wait for it.',
  },
  ({ batch, until }) => ({
    message: `batch ${shorten(batch)} goes on until ${until}`,
    fix: `Stop it with \`visuals batch cancel ${shorten(batch)}\`, and collect with \`visuals build\` what was done by then.`,
  }),
);

export const batchNone = defineDiagnostic<{ readonly batch: string; readonly known: readonly string[]; readonly matches: number }>(
  {
    code: 'BATCH_NONE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A batch is named as `visuals batch status` lists it, or by as much of its beginning as tells it from the others. Only batches of this machine of which something is awaited are listed. Nothing was cancelled.',
  },
  ({ batch, known, matches }) => ({
    message: matches > 1 ? `"${batch}" is the beginning of ${matches} batches` : `no batch begins with "${batch}"${formatNearest(batch, known)}`,
    fix: known.length > 0 ? `There are: ${known.map(shorten).join(', ')}.` : 'Nothing is awaited from a batch.',
  }),
);
