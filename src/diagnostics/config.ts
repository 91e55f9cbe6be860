import { defineDiagnostic, exitCode } from './define.ts';

/** The config file is not there. */
export const configMissing = defineDiagnostic<{ readonly file: string; readonly beside?: string | undefined }>(
  {
    code: 'CONFIG_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Everything starts from the config, and the file is not there. It is looked for in the folder where the command runs, or under the name that `--config` gives. ' +
      'Run the command in the root of the project, or start one with `visuals init`.',
  },
  ({ file, beside }) => ({
    message: `there is no "${file}"${beside === undefined ? '' : `, but there is "${beside}"`}`,
    fix:
      beside === undefined
        ? "Run the command in the project's root, name the file with `--config`, or start with `visuals init`."
        : `Name it with \`--config ${beside}\`, or rename it to ${file}.`,
  }),
);

/** A file of the config can not be parsed. */
export const configSyntax = defineDiagnostic<{ readonly file: string; readonly problem: string }>(
  {
    code: 'CONFIG_SYNTAX',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "The config, a template's contract, or a module that one of them imports is not valid TypeScript. Nothing was evaluated and nothing was made. " +
      'The place is where the parser gave up; the mistake often stands just before it.',
  },
  ({ file, problem }) => ({ message: `"${file}" can not be parsed: ${problem}`, fix: 'Correct the syntax at this place; an editor or `tsc` shows the same.' }),
);

/** A construct that the loader of TypeScript files does not take. */
export const configUnsupported = defineDiagnostic<{ readonly file: string; readonly construct: string }>(
  {
    code: 'CONFIG_TS_UNSUPPORTED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Config files are bundled and evaluated without the TypeScript compiler. Types, enums, namespaces, decorators, JSON and top-level await are fine; ' +
      'this construct is not, or this kind of file has no meaning in a config. Read such a file with `node:fs`, or write the construct in another way.',
  },
  ({ file, construct }) => ({
    message: `"${file}" uses what the config loader does not take: ${construct}`,
    fix: 'Write it in plain TypeScript modules, or import the value from JSON.',
  }),
);

/** An import of the config leads nowhere. */
export const configImport = defineDiagnostic<{ readonly file: string; readonly problem: string }>(
  {
    code: 'CONFIG_IMPORT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A module that the config imports does not exist, is not installed, or does not export the name that is asked for. ' +
      "Relative imports are found as an editor finds them; packages are taken from the project's `node_modules`.",
  },
  ({ file, problem }) => ({ message: `an import of "${file}" can not be resolved: ${problem}`, fix: 'Correct the path or the name, or install the package.' }),
);

/** The config threw while it was evaluated. */
export const configThrew = defineDiagnostic<{ readonly file: string; readonly problem: string }>(
  {
    code: 'CONFIG_THREW',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "A config is code, and this one threw an error or rejected a promise while it was evaluated. The place is the first line of the project's own code in the stack. `--debug` prints the whole stack.",
  },
  ({ file, problem }) => ({ message: `"${file}" threw: ${problem}`, fix: 'Correct the code at this place, or guard it against the missing value.' }),
);

/** The config did not come to an end. */
export const configTimeout = defineDiagnostic<{ readonly file: string; readonly seconds: number }>(
  {
    code: 'CONFIG_TIMEOUT',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A config must be evaluated within a few seconds, and this one did not end: it loops, or it awaits something that never settles, such as a server that does not answer. ' +
      'A config should describe pictures from local files; fetch data in a script of its own and import the JSON that it writes.',
  },
  ({ file, seconds }) => ({ message: `"${file}" did not finish within ${seconds} s`, fix: 'Look for an endless loop or an await that never settles.' }),
);

/** A value of the config is wrong. */
export const configInvalid = defineDiagnostic<{ readonly path: string; readonly problem: string; readonly fix?: string }>(
  {
    code: 'CONFIG_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A value of the config has the wrong type, an unknown name, or refers to something that is not defined. All such problems are reported at once, each with its path in the config and, where it can be found, the line that wrote it. ' +
      'Run `visuals types` to let the editor show the same mistakes while typing.',
  },
  ({ path, problem, fix }) => ({
    message: path === '' ? `the config ${problem}` : `${path} ${problem}`,
    fix: fix ?? 'Correct the value, or leave it out for the default.',
  }),
);

/** Two evaluations of the config gave different data. */
export const configNondeterministic = defineDiagnostic<{ readonly path: string; readonly first: string; readonly second: string }>(
  {
    code: 'CONFIG_NONDETERMINISTIC',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'The config was evaluated twice, the second time with a clock that stands elsewhere, and the two results differ. Such a config makes other pictures on another day or machine, so nothing can be compared with what was approved. ' +
      'Clocks and random numbers are the usual causes; write the value down, or derive it from a file.',
  },
  ({ path, first, second }) => ({
    message: `${path} is ${first} in one evaluation and ${second} in the next`,
    fix: 'Write a fixed value in place of the clock, the random number or the changing source.',
  }),
);

/** A name or path that could lead out of the project, or that some system can not write. */
export const pathInvalid = defineDiagnostic<{ readonly path: string; readonly value: string; readonly problem: string; readonly fix: string }>(
  {
    code: 'PATH_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Names of assets, sizes and variants become parts of file names, and paths lead to files of the project; both must mean the same on every system. ' +
      'Names are small letters, digits and hyphens, up to 64, and none of the names that Windows reserves. Paths are relative to the root, with forward slashes, and never lead out of it.',
  },
  ({ path, value, problem, fix }) => ({ message: `${path} ${value} ${problem}`, fix }),
);

/** Two definitions that would write the same file. */
export const outputCollision = defineDiagnostic<{
  readonly path: string;
  readonly name: string;
  readonly other: string;
  readonly otherPlace: string | undefined;
}>(
  {
    code: 'OUTPUT_COLLISION',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Two definitions would write the same output file, so that one picture would replace the other in silence. Names are compared without regard to case and to how accents are encoded, ' +
      'because some file systems make no difference there either. A key that is written twice in one object counts too: JavaScript keeps the last one only.',
  },
  ({ path, name, other, otherPlace }) => ({
    message: `${path} "${name}" is taken by ${other}${otherPlace === undefined ? '' : ` at ${otherPlace}`}`,
    fix: 'Rename or remove one of the two.',
  }),
);

/** A key of a provider stands in the config. */
export const secretInConfig = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'SECRET_IN_CONFIG',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A value of the config looks like the secret key of a provider. A config is committed, and what it holds reaches manifests, caches and messages. Keys belong into the environment, from where `visuals` takes them itself. ' +
      'The value is never printed. If the key was committed, revoke it.',
  },
  ({ path }) => ({
    message: `${path} looks like a secret key`,
    fix: 'Remove it from the config, set it in the environment, and revoke it if it was ever committed.',
  }),
);

/** Art that is made from itself. */
export const graphCycle = defineDiagnostic<{ readonly slots: readonly string[] }>(
  {
    code: 'GRAPH_CYCLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "Art may refer to the art of other assets, with `asset('hero').art.background`, and whatever it refers to is made first. Here a picture needs itself, directly or by way of others, so none of them could ever be begun. " +
      'The path in the message goes once round: let one of its slots have a picture of its own. Art in an override counts as art of its slot.',
  },
  ({ slots }) => ({ message: `art refers to itself: ${slots.join(' → ')}`, fix: 'Give one of these slots a picture of its own, such as a file.' }),
);

/** A provider's key would go over an open connection. */
export const apiInsecureUrl = defineDiagnostic<{ readonly source: string; readonly host: string }>(
  {
    code: 'API_INSECURE_URL',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      "With every request a provider is sent the account's secret key. Over plain http everybody on the way can read it, and spend with it. So the address of a server must begin with https://; " +
      'http is taken only for this very machine (localhost, 127.0.0.1, [::1]). Put a proxy with a certificate before a server of your own.',
  },
  ({ source, host }) => ({ message: `${source} would send the key to ${host} over plain http`, fix: 'Use https://, or a server on this machine.' }),
);
