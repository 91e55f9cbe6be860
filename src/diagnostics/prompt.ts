import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

const error = { severity: 'error', exit: exitCode.someFailed } as const;

/** A prompt that does not parse. */
export const promptSyntax = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'PROMPT_SYNTAX',
    ...error,
    explain:
      'A prompt is Handlebars, in UTF-8, and this one can not be read: braces do not match, a block is not closed or is closed by another name, blocks ' +
      'nest too deep, or the bytes are no text. Nothing was bought. Correct the place that the message names.',
  },
  ({ problem }) => ({
    message: `the prompt does not parse: ${problem}`,
    fix: 'Close every {{#block}} with its {{/block}} and every {{ with }}, and save the file as UTF-8.',
  }),
);

/** A construct that prompts may not use. */
export const promptForbidden = defineDiagnostic<{ readonly construct: string; readonly instead: string }>(
  {
    code: 'PROMPT_FORBIDDEN',
    ...error,
    explain:
      'A prompt may read the data of its asset, brand tokens, the shape and the quiet region, and choose with if, unless and each; nothing else. Above ' +
      'all it never reads copy: translators write copy, and a sentence such as "ignore the brief" must not become an instruction to a model that is paid ' +
      'for it. ' +
      'Words belong into the template, which draws them exactly; words inside a picture are changed with translate(…), which hands them over as quoted data.',
  },
  ({ construct, instead }) => ({ message: `${construct} is not allowed in a prompt`, fix: instead }),
);

/** A value that a prompt reads and that is not there. */
export const promptVarMissing = defineDiagnostic<{ readonly name: string; readonly problem: string; readonly available: readonly string[] }>(
  {
    code: 'PROMPT_VAR_MISSING',
    ...error,
    explain:
      'A prompt reads a value that does not exist, or that is null, empty, or not a text where a text is shown. A picture of a sentence with a hole in it ' +
      'costs as much as a right one, so nothing was bought. ' +
      'Supply the value in the data of the asset, correct the name, or, if it may be absent, ask with `{{#if (optional name)}}` or write `{{optional name}}`.',
  },
  ({ name, problem, available }) => ({
    message: `"${name}" ${problem}${available.includes(name) ? '' : formatNearest(name, available)}; available: ${available.join(', ') || 'none'}`,
    fix: 'Supply the value, correct the name, or write (optional …) if it may be absent.',
  }),
);

/** A heading that is no section of a prompt. */
export const promptSection = defineDiagnostic<{ readonly heading: string; readonly known: readonly string[] }>(
  {
    code: 'PROMPT_SECTION',
    ...error,
    explain:
      'Headings split a prompt into the sections that are sent, in an order that models follow well; a heading of another name would be sent as part of ' +
      'the scene. A heading is a line of its own, written out, without braces. A prompt without headings is the scene, or, of an edit, the request.',
  },
  ({ heading, known }) => ({
    message: heading === '' ? 'a heading has no name' : `"${heading}" is no section of a prompt${formatNearest(heading, known)}`,
    fix: `Use one of: ${known.join(', ')}.`,
  }),
);

/** A prompt that says nothing. */
export const promptEmpty = defineDiagnostic<{ readonly what: string }>(
  {
    code: 'PROMPT_EMPTY',
    ...error,
    explain:
      'A prompt, or words that are to be put into a picture, came out empty: the file is blank, or all of it stands in blocks that were not taken. A ' +
      'model would still draw something, and it would still cost. Write what the picture shows.',
  },
  ({ what }) => ({ message: `${what} says nothing`, fix: 'Write what the picture shows, outside of the blocks that may be left out.' }),
);

/** A prompt or words beyond what a provider takes. */
export const promptTooLong = defineDiagnostic<{
  readonly what: string;
  readonly length: number;
  readonly limit: number;
  readonly unit: 'bytes' | 'characters';
}>(
  {
    code: 'PROMPT_TOO_LONG',
    ...error,
    explain:
      'A prompt has at most 32 KiB as written and 32,000 characters as sent, which is what providers take, and a single text that translate(…) puts into ' +
      'a picture at most 300 characters. Long before that, models begin to overlook parts. Say the scene in a few short lines, and let the template draw ' +
      'long words.',
  },
  ({ what, length, limit, unit }) => ({
    message: `${what} has ${length} ${unit}; the limit is ${limit}`,
    fix: 'Shorten it; short labelled lines are followed best.',
  }),
);
