import { defineDiagnostic, exitCode } from './define.ts';

export const pollingInstead = defineDiagnostic<{ readonly reason: string }>(
  {
    code: 'WATCH_POLLING',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The system allows no more watched files (on Linux `fs.inotify.max_user_watches` and `max_user_instances`; elsewhere the number of open files). Files are now asked again and again instead: changes are seen within half a second, at some cost of the processor.',
  },
  ({ reason }) => ({
    message: `the system can't watch so many files (${reason}); asking them in turn instead`,
    fix: 'Raise fs.inotify.max_user_watches, or end other programs that watch.',
  }),
);

export const studioPortTaken = defineDiagnostic<{ readonly first: number; readonly last: number }>(
  {
    code: 'STUDIO_PORT_TAKEN',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'The studio listens on the first free port of twenty, and all of them are taken by other programs.',
  },
  ({ first, last }) => ({ message: `ports ${first} to ${last} are taken`, fix: 'Name another with `--port`.' }),
);
