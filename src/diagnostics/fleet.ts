import { defineDiagnostic, exitCode } from './define.ts';

export const queueInvalid = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'QUEUE_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The address of the queue can not be used. It is `redis://…` or `rediss://…` for Redis and Valkey, or `postgres://…` for PostgreSQL. A password in it is never shown.',
  },
  ({ problem }) => ({ message: `the address of the queue ${problem}`, fix: 'Give --queue an address such as redis://queue.example:6379.' }),
);

export const queueLibraryMissing = defineDiagnostic<{ readonly driver: string }>(
  {
    code: 'QUEUE_LIBRARY_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'Builds over a queue need BullMQ and the driver of its server, optional packages that are not installed here.',
  },
  ({ driver }) => ({ message: `the queue needs the packages bullmq and ${driver}`, fix: `Run \`npm install --save-dev bullmq ${driver}\`.` }),
);

export const queueUnreachable = defineDiagnostic<{ readonly server: string; readonly reason: string }>(
  {
    code: 'QUEUE_UNREACHABLE',
    severity: 'error',
    exit: exitCode.someFailed,
    explain: 'The server of the queue does not answer, or refuses. Nothing was begun.',
  },
  ({ server, reason }) => ({
    message: `${server} can not be used as a queue (${reason})`,
    fix: 'Check the address, the password and the network; or build without --queue.',
  }),
);

export const queueClock = defineDiagnostic<{ readonly server: string; readonly ahead: number }>(
  {
    code: 'QUEUE_CLOCK',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "Over PostgreSQL, workers write by their own clocks for how long a job is theirs. One whose clock differs from the server's by more than half a second would be taken for dead while it works, or for alive when it is dead. Redis and Valkey measure this time themselves.",
  },
  ({ server, ahead }) => ({
    message: `the clock of this machine is ${formatApart(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} that of ${server}`,
    fix: 'Set both clocks by the network, or use Redis or Valkey as the queue.',
  }),
);

function formatApart(seconds: number): string {
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} minutes`;
}

export const fleetStoreMissing = defineDiagnostic<{ readonly what: string }>(
  {
    code: 'FLEET_STORE_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The machines of a fleet hand pictures to each other through the shared store: the queue carries names alone. Config (`store`) or environment (`VISUALS_STORE_URL`) must name one, and workers must be able to write to it (`VISUALS_STORE_KEY`).',
  },
  ({ what }) => ({ message: what, fix: 'Configure a store that coordinator and workers share; `visuals explain STORE_INVALID` names the variables.' }),
);

export const fleetIdle = defineDiagnostic<{ readonly server: string; readonly fingerprint: string }>(
  {
    code: 'FLEET_IDLE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A build waits for workers, and none listens that has the same sources and the same tool. Workers run in a clone of the same commit with the same `npm ci`; they name the fingerprint of what they can do when they start.',
  },
  ({ server, fingerprint }) => ({
    message: `no worker for ${fingerprint} listens on ${server}; waiting`,
    fix: 'Start `visuals worker --queue …` in a clone of this commit, after `npm ci`.',
  }),
);

export const fleetVersion = defineDiagnostic<{ readonly wanted: string; readonly here: string }>(
  {
    code: 'FLEET_VERSION',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A worker was handed work of other sources or of another version of the tool. It refused, gave the work back, and ended: what it would have made has other keys.',
  },
  ({ wanted, here }) => ({
    message: `refused work for ${wanted}; this worker is ${here}`,
    fix: 'Check out the commit that is built, run `npm ci`, and start the worker again.',
  }),
);

export const fleetJobFailed = defineDiagnostic<{ readonly job: string; readonly reason: string }>(
  {
    code: 'FLEET_JOB_FAILED',
    severity: 'warning',
    exit: exitCode.ok,
    explain: 'Workers could not do a piece of work. Pictures that are missing are made here; what was to be bought is not, and is told with its own code.',
  },
  ({ job, reason }) => ({ message: `the fleet could not do ${job}: ${reason}`, fix: 'Look at what the worker printed.' }),
);
