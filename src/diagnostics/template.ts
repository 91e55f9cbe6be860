import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';
import { splitPath } from './split-path.ts';

const error = { severity: 'error', exit: exitCode.someFailed } as const;

/** `a, b, c`, or `none`. */
function formatNames(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/** A template that is nowhere to be found. */
export const templateUnknown = defineDiagnostic<{ readonly name: string; readonly known: readonly string[] }>(
  {
    code: 'TEMPLATE_UNKNOWN',
    ...error,
    explain:
      "An asset names a template that neither the project's template folder nor the shipped set has. A template is a folder with a `template.hbs` in it, and its name is the name of the folder. " +
      'Correct the name, or make the folder.',
  },
  ({ name, known }) => ({
    message: `There is no template "${name}"${formatNearest(name, known)}; there are ${formatNames(known)}.`,
    fix: 'Correct the name, or add the folder with a template.hbs; `visuals templates` tells of those that ship.',
    subject: { field: ['template'] },
  }),
);

/** A `template.ts` that does not declare what a template needs. */
export const templateContractInvalid = defineDiagnostic<{ readonly path: string; readonly problem: string }>(
  {
    code: 'TEMPLATE_CONTRACT_INVALID',
    ...error,
    explain:
      "A template's `template.ts` exports, as default, `defineTemplate({ description, slots, data })`. Something in it is missing, of the wrong type, or contradicts itself, such as a smallest font size above the largest. " +
      'The path in the message leads to the value. The file may import from "visuals", and files of the folder `shared` beside the template that import nothing else, so that few bytes are the whole contract.',
  },
  ({ path, problem }) => ({
    message: `${path === '' ? 'The contract' : `\`${path}\``} ${problem}.`,
    fix: 'Correct the value in template.ts; the helpers `text`, `image` and `data` fill in the rest.',
    subject: { field: splitPath(path) },
  }),
);

/** Handlebars that does not parse. */
export const templateSyntax = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'TEMPLATE_SYNTAX',
    ...error,
    explain:
      'The markup is not valid Handlebars: braces do not match, a block is not closed, or is closed by another name. Everything after that point is unsure, so the file is read no further. Correct the place that the message names.',
  },
  ({ problem }) => ({ message: `The markup does not parse: ${problem}.`, fix: 'Close every {{#block}} with its {{/block}} and every {{ with }}.' }),
);

/** A construct that templates may not use. */
export const templateForbidden = defineDiagnostic<{ readonly construct: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_FORBIDDEN',
    ...error,
    explain:
      'Templates are data, not programs: what they read must be known before they run, and words from copy must never become markup. So there are no decorators, no partials with a computed name, no partial blocks, no unescaped output, no way to `@root` or ' +
      'to prototypes. Pass values by name, and leave escaping on.',
  },
  ({ construct, instead }) => ({ message: `${construct} is not allowed in a template.`, fix: instead }),
);

/** A helper that does not exist. */
export const templateUnknownHelper = defineDiagnostic<{ readonly name: string; readonly known: readonly string[] }>(
  {
    code: 'TEMPLATE_UNKNOWN_HELPER',
    ...error,
    explain:
      'The markup calls a helper that does not exist. The helpers are a closed set, so that a template means the same everywhere. A value with parameters behind it is read as a helper too; a block round a plain value is written `{{#if value}}` or `{{#each list}}`.',
  },
  ({ name, known }) => ({
    message: `There is no helper "${name}"${formatNearest(name, known)}; there are ${formatNames(known)}.`,
    fix: 'Correct the name, or use one of the helpers there are.',
  }),
);

/** A partial that does not exist. */
export const templateUnknownPartial = defineDiagnostic<{ readonly name: string; readonly known: readonly string[] }>(
  {
    code: 'TEMPLATE_UNKNOWN_PARTIAL',
    ...error,
    explain:
      "The markup includes a partial that is not there. `{{> row}}` is the template's own `partials/row.hbs`; `{{> shared/logo}}` is `shared/logo.hbs` beside the template's folder. Correct the name, or add the file.",
  },
  ({ name, known }) => ({
    message: `There is no partial "${name}"${formatNearest(name, known)}.`,
    fix: name.startsWith('shared/') ? `Add ${name}.hbs beside the template's folder.` : `Add partials/${name}.hbs, or correct the name.`,
  }),
);

/** Partials or style sheets that include themselves. */
export const templateRecursion = defineDiagnostic<{ readonly path: readonly string[] }>(
  {
    code: 'TEMPLATE_RECURSION',
    ...error,
    explain:
      'A partial includes itself, directly or by way of others, or a style sheet imports itself. Cards have a fixed depth, so there is no end condition that could stop it. Write the repetition as `{{#each}}` over a list.',
  },
  ({ path }) => ({ message: `The template includes itself: ${path.join(' → ')}.`, fix: 'Break the circle; repeat with {{#each}} over a list.' }),
);

/** A template that is too large or too deep to be safe. */
export const templateTooComplex = defineDiagnostic<{ readonly what: string; readonly limit: string }>(
  {
    code: 'TEMPLATE_TOO_COMPLEX',
    ...error,
    explain:
      'A template holds at most 256 KiB of markup and of style, unfolds to at most 2 MiB and 20,000 parts, and nests at most 64 deep; a usual card needs a hundredth of that. All of this is counted, so that the same template is judged alike on every machine. It is read in a worker with 256 MB, which is stopped when it has used a minute of processor time. ' +
      'Generated markup, or a picture pasted in as text, is what passes the limits. Move pictures to `art`, and repetition to `{{#each}}`.',
  },
  ({ what, limit }) => ({ message: `The template is too complex: ${what}, the limit is ${limit}.`, fix: 'Shorten it: lists belong in data, pictures in art.' }),
);

/** A value written where it could change the markup. */
export const templateContext = defineDiagnostic<{ readonly value: string; readonly where: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_CONTEXT',
    ...error,
    explain:
      'A value stands where its characters could change the structure of the markup: in a tag or attribute name, in a value without quotes, in a style. Escaping protects text and quoted values only. ' +
      'Put the value in quotes, or choose between fixed pieces with `{{#if}}`. In `style`, only numbers, shares and tokens may stand, as values.',
  },
  ({ value, where, instead }) => ({ message: `${value} stands ${where}.`, fix: instead }),
);

/** Markup beyond the subset that the renderer draws. */
export const templateMarkup = defineDiagnostic<{ readonly problem: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_MARKUP',
    ...error,
    explain:
      'Templates are written in a small part of HTML: div, span, p, h1–h6, img, strong, em, b, i, br, ul and li, with classes, ids, styles and data attributes. Every element is closed where it was opened, in the same block. ' +
      'Anything else would be dropped or moved by a parser without a word.',
  },
  ({ problem, instead }) => ({ message: `${problem}.`, fix: instead }),
);

/** An element for a slot that is not declared, or a slot without an element. */
export const templateSlot = defineDiagnostic<{ readonly problem: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_SLOT',
    ...error,
    explain:
      "An element with `data-slot` shows the text slot of that name: its font size comes from the slot's contract, and its text is measured. So every text slot that is not optional needs such an element, every `data-slot` names a declared text slot, " +
      "and a slot's text stands nowhere else, since it would be drawn without being measured. The same goes for what data, numbers and names show: a text slot with `from: 'data'` gives them size and lines.",
  },
  ({ problem, instead }) => ({ message: `${problem}.`, fix: instead }),
);

/** A value that is not there. */
export const templateVarMissing = defineDiagnostic<{ readonly name: string; readonly problem: string; readonly available: readonly string[] }>(
  {
    code: 'TEMPLATE_VAR_MISSING',
    ...error,
    explain:
      'The markup reads a value that does not exist, or that is null, empty, or not a text where a text is shown. Other tools would draw nothing there; a picture with a hole is worse than none. Supply the value, correct the name, ' +
      'or, if it may be absent, ask with `{{#if (optional name)}}` or write `{{optional name}}`.',
  },
  ({ name, problem, available }) => ({
    message: `"${name}" ${problem}${formatNearest(name, available)}; available: ${formatNames(available)}.`,
    fix: 'Supply the value, correct the name, or write (optional …) if it may be absent.',
  }),
);

/** Something declared that the markup never shows. */
export const templateVarUnused = defineDiagnostic<{ readonly kind: 'slot' | 'data field'; readonly name: string }>(
  {
    code: 'TEMPLATE_VAR_UNUSED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The template declares a slot or a data field that its markup never reads. Whoever fills it in waits in vain to see it, and it is translated or paid for without use. Show it, or take it out of template.ts.',
  },
  ({ kind, name }) => ({ message: `The ${kind} "${name}" is declared but never shown.`, fix: 'Show it in the markup, or remove it from template.ts.' }),
);

/** A number that can't be shown as asked. */
export const templateValue = defineDiagnostic<{ readonly helper: string; readonly problem: string; readonly fix: string }>(
  {
    code: 'TEMPLATE_VALUE',
    ...error,
    explain:
      'A helper got a value that it can show only wrongly: a share of nothing, a negative bar, a number style without its currency or unit, text where a number is needed. It would come out as "NaN" or as a bar that lies. Correct the data or the call.',
  },
  ({ helper, problem, fix }) => ({ message: `{{${helper}}} ${problem}.`, fix }),
);

/** Style that the renderer would drop in silence. */
export const templateCss = defineDiagnostic<{ readonly problem: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_CSS',
    ...error,
    explain:
      'The renderer draws a large part of CSS and drops the rest without a word: properties and values it does not know, selectors and at-rules of certain kinds, variables that nothing sets, whole sheets with a stray brace. ' +
      'So everything that it would drop is an error here. Fonts come from the config and pictures from `<img>`, never from a URL in a style.',
  },
  ({ problem, instead }) => ({ message: `${problem}.`, fix: instead }),
);

/** A side that stays where it is in a right-to-left card. */
export const templatePhysicalSide = defineDiagnostic<{ readonly written: string; readonly instead: string }>(
  {
    code: 'TEMPLATE_PHYSICAL_SIDE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'In a right-to-left card, rows, grids and texts run the other way, and a margin, edge or position that says "left" stays on the left: what belongs together comes apart. ' +
      'Write the logical side where the renderer has one (`margin-inline-start`, `padding-inline-end`, `text-align: start`). It takes `inset-inline` as left and right in both directions and has no logical borders, ' +
      'so there one rule for `.card[dir="ltr"]` and one for `.card[dir="rtl"]` are needed; rules whose selector names a direction are left alone.',
  },
  ({ written, instead }) => ({ message: `\`${written}\` stays on its side in a right-to-left card.`, fix: instead }),
);

/** A picture in the markup that is not among the asset's art. */
export const artUnknown = defineDiagnostic<{ readonly source: string; readonly template: string; readonly known: readonly string[] }>(
  {
    code: 'ART_UNKNOWN',
    ...error,
    explain:
      'An `<img>` shows a source that is not among the cell\'s pictures. The renderer would draw nothing in its place. Pictures come in through image slots alone: declare the slot in template.ts and write `<img src="{{art.name}}">`.',
  },
  ({ source, template, known }) => ({
    message: `The template "${template}" shows ${source === '' ? 'an img without a source' : `the picture "${source}"`}${formatNearest(source, known)}; there are ${formatNames(known)}.`,
    fix: 'Write <img src="{{art.slot}}"> with a declared image slot.',
  }),
);

/** What kept a text from fitting, in measured numbers. */
export interface OverflowFound {
  readonly slot: string;
  readonly locale: string;
  /** Such as `is 12 px over the bottom edge of the card` or `takes 3 lines where 2 are allowed`. */
  readonly problem: string;
  /** Characters that the text has, and about how many would fit: of the text, or of the word. */
  readonly characters: number;
  readonly fits: number;
  /** The one that is too wide by itself. */
  readonly word?: string;
  /** Font size in pixels at which it was measured last. */
  readonly fontSize: number;
  /** Whether that is the smallest that the contract allows; otherwise the slot never shrinks. */
  readonly isSmallest: boolean;
}

/** A text that does not fit its slot. */
export const textOverflow = defineDiagnostic<OverflowFound>(
  {
    code: 'TEXT_OVERFLOW',
    ...error,
    explain:
      "A text does not fit its slot: it needs more lines than the slot allows, a word is wider than its box, or it runs out of the card, out of the safe area or into another text. Slots with `fit: 'shrink'` were tried down to their smallest size; " +
      "slots with `fit: 'error'` keep theirs. Shorten the text, or give the slot more room or lines in template.ts. A word that is too wide by itself is named: it may break where it has a soft hyphen, which is shown only at the end of a line. " +
      'The number of characters that would fit is an estimate from the measured lines.',
  },
  ({ slot, locale, problem, characters, fits, fontSize, isSmallest, word }) => ({
    message: `The text of "${slot}" for ${locale} ${problem}, at its ${isSmallest ? 'smallest' : 'fixed'} size of ${fontSize} px.`,
    fix: adviseOnLength(characters, fits, word),
  }),
);

/** Where next to nothing would fit, the words are not at fault. */
function adviseOnLength(characters: number, fits: number, word: string | undefined): string {
  if (fits < 2) return 'Give the slot more room, or a smaller size: no shorter text would fit.';
  return word === undefined
    ? `Shorten it from ${characters} to about ${fits} characters, or give the slot more room.`
    : `Take a word of about ${fits} characters, write soft hyphens (U+00AD) where it may break, or give the slot more room.`;
}

/** Texts that nobody can read on a strip. */
export const textTiny = defineDiagnostic<{
  readonly slots: readonly string[];
  readonly template: string;
  readonly width: number;
  readonly height: number;
  /** Smallest font size in pixels. */
  readonly fontSize: number;
}>(
  {
    code: 'TEXT_TINY',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'A strip is a picture wider than five times its height, such as 728 × 90 or 320 × 50. Sizes of texts are hundredths of the short side, and a template that has no sizes of its own for `strip` takes those of its banners, which come out at a few pixels there. ' +
      'It is told where a text is lower than a tenth of the strip. `ad-banner` and `email-header` are designed for strips. A template of your own gets `strip` beside `banner` in `size` and `lines`, and rules for `.aspect-strip`; an asset may raise the sizes with `slots`.',
  },
  ({ slots, template, width, height, fontSize }) => ({
    message: `"${template}" sets ${slots.map((slot) => `"${slot}"`).join(' and ')} in ${fontSize} px on a strip of ${width} × ${height}, which nobody can read.`,
    fix: 'Take a template that is designed for strips (ad-banner, email-header), give this one sizes for `strip`, or leave the size out.',
  }),
);

/** A text that was cut because its slot allows it. */
export const textClipped = defineDiagnostic<{
  readonly slot: string;
  readonly locale: string;
  /** As drawn. */
  readonly shown: string;
  readonly characters: number;
  readonly kept: number;
  /** Font size in pixels. */
  readonly fontSize: number;
}>(
  {
    code: 'TEXT_CLIPPED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      "A text of a slot with `fit: 'clip'` does not fit even at its smallest size, so the picture shows its beginning, cut at a word, with an ellipsis. It is told at every build that looks at the picture, whether it is drawn or comes from the cache. " +
      "Shorten the text, give the slot more room, or write `fit: 'shrink'` to make it an error.",
  },
  ({ slot, locale, shown, characters, kept, fontSize }) => ({
    message: `The text of "${slot}" for ${locale} is cut to "${shown}", ${kept} of ${characters} characters, at its smallest size of ${fontSize} px.`,
    fix: `Shorten it to about ${kept} characters, or give the slot more room.`,
  }),
);
