import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

/** A token file or value that can't be understood. */
export const tokenInvalid = defineDiagnostic<{ readonly token?: string; readonly problem: string; readonly fix?: string }>(
  {
    code: 'TOKEN_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A design token, a token file or a resolver document is not what DTCG 2025.10 or `defineBrand` asks for: the JSON is broken, a value does not match its type, a type is missing or unknown, ' +
      'or a name holds a dot, a brace or a leading dollar sign. All such problems are listed together. A wrong colour is never replaced by black: correct the value where the message points.',
  },
  ({ token, problem, fix }) => ({
    message: token === undefined ? problem : `Token "${token}": ${problem}`,
    fix: fix ?? 'Write the value as DTCG 2025.10 defines it for its $type.',
  }),
);

/** An alias that names no token. */
export const tokenAliasUnknown = defineDiagnostic<{ readonly token: string; readonly alias: string; readonly known: Iterable<string> }>(
  {
    code: 'TOKEN_ALIAS_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A token refers to another one, as in `{color.accent}`, but no token has that path after all sets and modes are merged. Aliases are looked up in the merged tokens of each mode, so a token that exists in one mode only ' +
      'breaks the others. Correct the path, or add the token to the base.',
  },
  ({ token, alias, known }) => ({
    message: `Token "${token}" refers to "${alias}", which does not exist${formatNearest(alias, known)}.`,
    fix: 'Correct the path between the braces, or add the token.',
  }),
);

/** Aliases or extended groups that lead back to themselves. */
export const tokenAliasCycle = defineDiagnostic<{ readonly chain: readonly string[] }>(
  {
    code: 'TOKEN_ALIAS_CYCLE',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Tokens refer to each other in a circle, or a group extends itself, so that none of them ever gets a value. The message shows the whole circle. Give one of its members a value of its own.',
  },
  ({ chain }) => ({ message: `Tokens refer to each other in a circle: ${chain.join(' → ')}.`, fix: 'Give one token of the circle a value of its own.' }),
);

/** A mode that the brand's resolver does not have. */
export const tokenModeUnknown = defineDiagnostic<{ readonly axis: string; readonly mode: string; readonly modes: readonly string[] }>(
  {
    code: 'TOKEN_MODE_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'An asset has a variant whose axis is a modifier of the token resolver, but the value is none of its contexts, so it is not known which tokens to take. Use one of the contexts, or add one to the resolver document.',
  },
  ({ axis, mode, modes }) => ({
    message: `The brand's modifier "${axis}" has no context "${mode}"${formatNearest(mode, modes)}.`,
    fix: `Use one of ${modes.join(', ')}, or add the context to the resolver document.`,
    subject: { field: ['variants', axis], written: [mode] },
  }),
);

/** A template or a palette asks for a token that the brand does not have. */
export const tokenUnknown = defineDiagnostic<{ readonly token: string; readonly known: Iterable<string> }>(
  {
    code: 'TOKEN_UNKNOWN',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A template, a prompt or a palette reads a token by a path that the brand does not define in this variant. A missing token would be drawn as nothing, so it is an error. Correct the path, or add the token to the brand.',
  },
  ({ token, known }) => ({
    message: `There is no token "${token}"${formatNearest(token, known)}.`,
    fix: 'Correct the path, or add the token to the brand.',
    subject: { field: ['art'], written: [token] },
  }),
);

/** A palette names a token that is no colour. */
export const tokenNoColor = defineDiagnostic<{ readonly token: string; readonly type: string; readonly known: Iterable<string> }>(
  {
    code: 'TOKEN_NO_COLOUR',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The palette of procedural art takes colours, and one of its tokens is of another type, such as a font family or a dimension. What is no colour would be drawn as some other one. Name tokens whose `$type` is `color`.',
  },
  ({ token, type, known }) => ({
    message: `The token "${token}" is of the type ${type}, and a palette takes colours${formatNearest(token, known)}.`,
    fix: 'Name a token whose $type is color.',
    subject: { field: ['art'], written: [token] },
  }),
);
