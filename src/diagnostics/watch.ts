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

/** Ports that no program may listen on but one of the system's. */
const lastReserved = 1023;

export const portTaken = defineDiagnostic<{ readonly port: number; readonly holder: string | undefined; readonly cause: string }>(
  {
    code: 'PORT_TAKEN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "The port that `--port` names can not be listened on: another program does so already, or the account may not (on many systems ports below 1024 are the administrator's). A port that was named is never exchanged for another, since whoever named it would look there and find something else. End the other program, name another port, or leave `--port` out: then the next free one is taken, and told.",
  },
  ({ port, holder, cause }) =>
    cause === 'EACCES'
      ? { message: `port ${port} may not be listened on by this account`, fix: `Name a port above ${lastReserved}, or leave \`--port\` out.` }
      : {
          message: `port ${port} is taken${holder === undefined ? '' : ` by ${holder}`}`,
          fix: `End that program${holder === undefined ? ` (\`lsof -i :${port}\` names it)` : ''}, name another port, or leave \`--port\` out.`,
        },
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
