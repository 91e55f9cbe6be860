import { defineDiagnostic, exitCode } from './define.ts';

export const remoteLibraryMissing = defineDiagnostic<{ readonly library: string }>(
  {
    code: 'REMOTE_LIBRARY_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'The shared store is a bucket (`s3://…`), and the library that talks to buckets is an optional package that is not installed here.',
  },
  ({ library }) => ({ message: `the store needs the package ${library}`, fix: `Run \`npm install --save-dev ${library}\`.` }),
);

export const storeInvalid = defineDiagnostic<{ readonly where: string; readonly problem: string }>(
  {
    code: 'STORE_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'What the environment says of the shared store can not be used. `VISUALS_STORE_URL` is its address, `VISUALS_STORE_NAMESPACE` whose results these are, `VISUALS_STORE_KEY` a secret key of `visuals store keygen`, ' +
      '`VISUALS_STORE_TRUSTED` a list such as `main=visuals-public-…,pr-*=visuals-public-…`, `VISUALS_STORE_TOKEN` a bearer token. An empty address turns the store off. No secret is ever shown.',
  },
  ({ where, problem }) => ({ message: `${where} ${problem}`, fix: 'Correct it, or set VISUALS_STORE_URL to nothing to build without the store.' }),
);

export const storeMissing = defineDiagnostic<{ readonly what: string }>(
  {
    code: 'STORE_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'A command that works with the shared store was run, and neither the config (`store`) nor the environment (`VISUALS_STORE_URL`) names one.',
  },
  ({ what }) => ({ message: `${what} needs a shared store, and none is named`, fix: 'Add `store: { url: … }` to the config, or set VISUALS_STORE_URL.' }),
);

export const storeReadonly = defineDiagnostic<{ readonly what: string }>(
  {
    code: 'STORE_READONLY',
    severity: 'error',
    exit: exitCode.usage,
    explain: 'Without a signing key the shared store is only read, so that nobody writes there by accident. `visuals store keygen` makes a key.',
  },
  ({ what }) => ({
    message: `${what} writes to the shared store, and there is no key to sign with`,
    fix: 'Set VISUALS_STORE_KEY, or name a file: `store: { key: { file: … } }`.',
  }),
);

export const storeKeyUntrusted = defineDiagnostic<{ readonly namespace: string; readonly key: string }>(
  {
    code: 'STORE_KEY_UNTRUSTED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Entries are signed with a key that nobody is told to believe for this namespace, so nobody will use them. Public keys stand in `store.trusted` of the config, under the namespace that they may write.',
  },
  ({ namespace, key }) => ({
    message: `nobody is told to believe the key ${key} for the namespace ${namespace}`,
    fix: `Add its public key to the config: store: { trusted: { '${namespace}': '${key}' } }`,
  }),
);

export const remoteUnreachable = defineDiagnostic<{ readonly store: string; readonly sort: 'reading' | 'writing'; readonly reason: string }>(
  {
    code: 'REMOTE_UNREACHABLE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The shared store did not answer, refused, was too slow, or was full. After three failures in a row, or one refusal, it is not asked again in this build: everything is made here. ' +
      'A lookup may take 2 seconds, other requests 5 seconds for each part of their answer and 60 in all. What a build is worth never depends on the store.',
  },
  ({ store, sort, reason }) => ({
    message: `the shared store ${store} fails at ${sort} (${reason}); going on without it`,
    fix:
      sort === 'reading'
        ? 'Nothing to do: pictures are made here. Look at the address, the network and the rights of the store.'
        : 'Nothing is lost: results lie here, and the next build that makes something sends them; so does `visuals cache push`.',
  }),
);

export const remoteCorrupt = defineDiagnostic<{ readonly path: string; readonly store: string }>(
  {
    code: 'REMOTE_CORRUPT',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The shared store gave bytes that are not what their digest says. They were thrown away, and the result is made here; a build that may write puts the right ones in their place.',
  },
  ({ path, store }) => ({
    message: `${path} of the shared store ${store} is not what its digest says; it was not used`,
    fix: 'Nothing to do here. If it comes back, look at the disks of the store, and at who may write there.',
  }),
);

export const remoteForged = defineDiagnostic<{ readonly path: string; readonly store: string }>(
  {
    code: 'REMOTE_FORGED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The shared store holds an entry where a believed key should have signed, and its signature does not hold for this place, or it speaks of another action. Somebody changed it, moved it, or cut it off. It was not used. ' +
      'Whoever can write there can not make anybody believe anything, but ought not to be able to write there.',
  },
  ({ path, store }) => ({
    message: `the entry ${path} of the shared store ${store} is not signed by the key of its place; it was not used`,
    fix: 'Find out who may write there; `visuals cache push` on a believed machine replaces it.',
  }),
);

export const uploadFailed = defineDiagnostic<{ readonly failed: number; readonly of: number; readonly reason: string }>(
  {
    code: 'UPLOAD_FAILED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Results were made and lie here, and some could not be sent to the shared store, although it was tried three times. The build is as good as any other.',
  },
  ({ failed, of, reason }) => ({
    message: `${failed} of ${of} results could not be sent to the shared store (${reason})`,
    fix: 'Run `visuals cache push` when the store is well again, or leave it to the next build that makes something.',
  }),
);

export const remoteFailed = defineDiagnostic<{ readonly store: string; readonly reason: string }>(
  {
    code: 'REMOTE_FAILED',
    severity: 'error',
    exit: exitCode.storage,
    explain:
      'A command that is about the shared store could not finish, because the store did not answer well. What was sent or fetched before is kept; the same command goes on from there.',
  },
  ({ store, reason }) => ({
    message: `the shared store ${store} failed: ${reason}`,
    fix: 'Look at its address, the network and your rights there, then run the command again.',
  }),
);
