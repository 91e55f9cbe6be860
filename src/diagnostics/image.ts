import { defineDiagnostic, exitCode } from './define.ts';
import { formatNearest } from './did-you-mean.ts';

const { someFailed, usage } = exitCode;

/** The layout engine can't be loaded here. */
export const rendererUnavailable = defineDiagnostic<{ readonly engine: string; readonly platform: string; readonly reason: string }>(
  {
    code: 'RENDERER_UNAVAILABLE',
    severity: 'error',
    exit: usage,
    explain:
      'Cards are laid out and painted by a native module that ships as one package a platform. It could not be loaded, most often because the dependencies were installed on another platform, ' +
      'or with optional dependencies left out. Install the dependencies again on this machine, optional ones included.',
  },
  ({ engine, platform, reason }) => ({
    message: `${engine} does not load on ${platform}: ${reason}`,
    fix: 'Install the dependencies again on this machine, with optional ones (npm install --include=optional).',
  }),
);

/** The layout engine refused a card. */
export const rendererFailed = defineDiagnostic<{ readonly reason: string }>(
  {
    code: 'RENDERER_FAILED',
    severity: 'error',
    exit: someFailed,
    explain:
      'The layout engine refused the card as a whole: an inline style has a value that it cannot read, or a picture could not be decoded. Its own words stand in the message. ' +
      'Values in style sheets that it does not know are reported before, by the template lint.',
  },
  ({ reason }) => ({ message: `the card could not be drawn: ${reason}`, fix: 'Correct the value or the picture that the message names.' }),
);

/** A card shows a picture that was not handed in. */
export const renderImageMissing = defineDiagnostic<{ readonly source: string; readonly known: readonly string[] }>(
  {
    code: 'RENDER_IMAGE_MISSING',
    severity: 'error',
    exit: someFailed,
    explain:
      'An <img> of the card names a picture that is not among those of the cell. The engine would leave the place empty without a word, so it is refused. ' +
      'Every picture of a template comes from an image slot or from a file that the template names.',
  },
  ({ source, known }) => ({
    message: `the picture "${source}" is not among the pictures of the card${formatNearest(source, known)}`,
    fix: 'Give the asset a picture for this slot, or correct the src in the template.',
  }),
);

/** A card asks for a family that was not made available. */
export const renderFontMissing = defineDiagnostic<{ readonly family: string; readonly known: readonly string[] }>(
  {
    code: 'RENDER_FONT_MISSING',
    severity: 'error',
    exit: someFailed,
    explain:
      'A card asks for a font family of which no face was loaded. The engine would take another font in silence, so it is refused. Only the fonts that the config lists exist; the fonts of the machine are never used.',
  },
  ({ family, known }) => ({
    message: `the font family "${family}" has no face that was loaded${formatNearest(family, known)}`,
    fix: 'Add the family to `fonts` in the config, or correct its name.',
  }),
);

/** A picture that can't be decoded. */
export const refUnreadable = defineDiagnostic<{ readonly path: string; readonly reason: string }>(
  {
    code: 'REF_UNREADABLE',
    severity: 'error',
    exit: someFailed,
    explain:
      'A picture that the project names is empty, cut off or damaged, so that it cannot be decoded to the last row. It is checked as soon as it is read, before anything is made from it. ' +
      'Export it again from where it came from; a copy that was interrupted is the usual cause.',
  },
  ({ path, reason }) => ({ message: `"${path}" cannot be decoded: ${reason}`, fix: 'Export the picture again, or name another file.' }),
);

/** A file that isn't what its place asks for. */
export const imageTypeMismatch = defineDiagnostic<{ readonly path: string; readonly found: string }>(
  {
    code: 'IMAGE_TYPE_MISMATCH',
    severity: 'error',
    exit: someFailed,
    explain:
      'What a file is, is decided by its first bytes and not by its name. Only PNG, JPEG, WebP, AVIF and SVG are pictures here, an SVG must be named .svg, and a picture ends where its format says: ' +
      'a web page, an archive or a document that hides behind one is refused.',
  },
  ({ path, found }) => ({
    message: `"${path}" is not a picture of the kind it claims to be: ${found}`,
    fix: 'Export it as PNG, JPEG, WebP, AVIF or SVG, under the matching name.',
  }),
);

/** A picture beyond the limits. */
export const imageTooLarge = defineDiagnostic<{ readonly path: string; readonly size: string; readonly limit: string }>(
  {
    code: 'IMAGE_TOO_LARGE',
    severity: 'error',
    exit: someFailed,
    explain:
      'A picture has more pixels or bytes than are decoded. The header tells, so nothing is unpacked: a file of a few kilobytes can stand for gigabytes. ' +
      'A cell shows a few megapixels at most; a picture of twice the largest cell loses nothing.',
  },
  ({ path, size, limit }) => ({
    message: `"${path}" has ${size}; the limit is ${limit}`,
    fix: 'Scale the picture down to about twice the largest cell that shows it.',
  }),
);

/** A picture that moves. */
export const imageAnimated = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'IMAGE_ANIMATED',
    severity: 'error',
    exit: someFailed,
    explain: 'A picture holds several frames. Which of them a still picture should show is a choice that is not made in silence, so such files are refused.',
  },
  ({ path }) => ({ message: `"${path}" is animated`, fix: 'Export the one frame that should be shown.' }),
);

/** The image library isn't the one whose bytes the keys speak of. */
export const imageCodecMismatch = defineDiagnostic<{ readonly found: string; readonly expected: string }>(
  {
    code: 'IMAGE_CODEC_MISMATCH',
    severity: 'error',
    exit: usage,
    explain:
      'The bytes of a picture depend on the exact versions of the libraries that decode and encode it, and these versions are part of every key. The image library on this machine was built with others, ' +
      'most often because it uses a libvips of the system. Installed from its prebuilt packages it has the expected ones.',
  },
  ({ found, expected }) => ({
    message: `sharp was built with ${found}; expected ${expected}`,
    fix: 'Install the dependencies again with optional ones, without a global libvips.',
  }),
);

/** The image library can't be loaded. */
export const imageCodecUnavailable = defineDiagnostic<{ readonly platform: string; readonly reason: string }>(
  {
    code: 'IMAGE_CODEC_UNAVAILABLE',
    severity: 'error',
    exit: usage,
    explain:
      'Pictures are decoded and encoded by sharp, a native module that ships as one package a platform. It could not be loaded, most often because the dependencies were installed on another platform or without optional ones.',
  },
  ({ platform, reason }) => ({
    message: `sharp does not load on ${platform}: ${reason}`,
    fix: 'Install the dependencies again on this machine, with optional ones (npm install --include=optional).',
  }),
);

interface SvgFound {
  readonly path: string;
  readonly what: string;
}

/** An SVG with a document type. */
export const svgDtd = defineDiagnostic<SvgFound>(
  {
    code: 'SVG_DTD',
    severity: 'error',
    exit: someFailed,
    explain:
      'An SVG has a document type declaration or an entity. These can read files and blow up a few bytes into gigabytes, and no drawing needs them, so every one is refused. Old drawing programs write them; today’s leave them out.',
  },
  ({ path, what }) => ({ message: `"${path}" has ${what}`, fix: 'Remove the <!DOCTYPE …> and its entities from the file, or export it again.' }),
);

/** An SVG that refers to something outside. */
export const svgExternalRef = defineDiagnostic<SvgFound>(
  {
    code: 'SVG_EXTERNAL_REF',
    severity: 'error',
    exit: someFailed,
    explain:
      'An SVG refers to a file, a site or another document. A build reads only what the project names and opens no connection, so the reference would stay empty. ' +
      'Inside an SVG, references may lead to its own ids (#id) or to PNG, JPEG and WebP data in the file itself.',
  },
  ({ path, what }) => ({
    message: `"${path}" refers to something outside: ${what}`,
    fix: 'Embed the picture as data:image/png;base64,…, or remove the reference.',
  }),
);

/** An SVG with scripts or foreign content. */
export const svgActive = defineDiagnostic<SvgFound>(
  {
    code: 'SVG_ACTIVE',
    severity: 'error',
    exit: someFailed,
    explain:
      'An SVG holds a script, an event handler or content of another language. None of it would be run or shown, so a drawing that relies on it would come out wrong; it is refused instead.',
  },
  ({ path, what }) => ({ message: `"${path}" holds ${what}`, fix: 'Export the drawing as plain shapes, without scripts, handlers or foreign content.' }),
);

/** An SVG that draws text. */
export const svgText = defineDiagnostic<SvgFound>(
  {
    code: 'SVG_TEXT',
    severity: 'error',
    exit: someFailed,
    explain:
      'An SVG draws text with a font. Fonts of the machine are never used, since the picture would differ from one to the next, so the words could not be shown. Words that belong to a drawing, such as those of a logo, become paths; all others belong into the copy.',
  },
  ({ path, what }) => ({ message: `"${path}" draws text: ${what}`, fix: 'Convert the text to paths in the drawing program.' }),
);

/** An SVG that costs too much to draw. */
export const svgTooComplex = defineDiagnostic<SvgFound>(
  {
    code: 'SVG_TOO_COMPLEX',
    severity: 'error',
    exit: someFailed,
    explain:
      'An SVG has too many elements, is nested too deep, or refers to itself so often that a small file would take minutes to draw. References are counted by what they expand to. Drawing is also stopped after five seconds.',
  },
  ({ path, what }) => ({
    message: `"${path}" is too complex to draw: ${what}`,
    fix: 'Simplify the drawing, or export it as PNG at twice the largest size that shows it.',
  }),
);

/** A setting that the procedure doesn't have. */
export const proceduralSettingUnknown = defineDiagnostic<{ readonly kind: string; readonly setting: string; readonly known: readonly string[] }>(
  {
    code: 'PROCEDURAL_SETTING_UNKNOWN',
    severity: 'error',
    exit: usage,
    explain:
      'Procedural art was given a setting that its kind does not have. Each kind has the common settings and a few of its own; a misspelt one would do nothing, so it is refused.',
  },
  ({ kind, setting, known }) => ({
    message: `"${kind}" has no setting "${setting}"${formatNearest(setting, known)}`,
    fix: `Use one of ${known.join(', ')}.`,
    subject: { field: ['art'], written: [setting] },
  }),
);

/** A setting outside 0–1. */
export const proceduralSettingRange = defineDiagnostic<{ readonly kind: string; readonly setting: string; readonly value: number }>(
  {
    code: 'PROCEDURAL_SETTING_RANGE',
    severity: 'error',
    exit: usage,
    explain: 'Settings of procedural art are numbers from 0 to 1. Whatever they stand for, such as a distance or an angle in turns, is scaled to that range.',
  },
  ({ kind, setting, value }) => ({
    message: `the setting "${setting}" of "${kind}" is ${value}, and must lie between 0 and 1`,
    fix: `Give ${setting} a number from 0 to 1.`,
    subject: { field: ['art'], written: [setting] },
  }),
);
