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
