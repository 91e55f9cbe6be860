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
