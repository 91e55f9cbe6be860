import type { Diagnostic } from '../model/diagnostic.ts';
import type { CheckName, Finding } from '../model/finding.ts';
import type { JsonObject } from '../model/json.ts';
import { defineDiagnostic, exitCode } from './define.ts';
import type { DiagnosticFactory } from './define.ts';

type Told = Pick<Finding, 'message' | 'fix'>;

function define(code: string, explain: string): DiagnosticFactory<Told> {
  return defineDiagnostic<Told>({ code, severity: 'error', exit: exitCode.someFailed, explain }, ({ message, fix }) => ({ message, fix }));
}

export const checkContrast = define(
  'CHECK_CONTRAST',
  'A text is hard to read. Its own fill is held against the real pixels of the layer below, beneath the words and closely round them, and the worst twentieth of those decides (WCAG 2: 4.5, and two thirds of it for text of 24 px and more). Change the token of the text or of its ground, or quiet the picture there. `checks.contrast` sets the limit, `checks.severity.contrast` how grave it is.',
);

export const checkCopySpace = define(
  'CHECK_COPY_SPACE',
  'A picture is busy just where the words of a language stand: at the scale of their strokes, its lightness changes more than `checks.copySpace` allows. Calmer art, another crop or a scrim mend it; `visuals pick` shows how calm each bought candidate is there.',
);

export const checkSafeArea = define(
  'CHECK_SAFE_AREA',
  "Something that must be seen stands where clients of the channel cut or cover the picture. The build lets no text stand there by itself; what is found is mostly a button's box or the logo. Templates get the safe area as variables and should lay out within it.",
);

export const checkBrandColor = define(
  'CHECK_BRAND_COLOR',
  "A part of the card that the config declares to have a token's colour has another one, measured as CIEDE2000 between the token and the most common colour there. Mostly a colour is written out in a template instead of the token, or something lies over it.",
);

export const checkLogo = define(
  'CHECK_LOGO',
  'The logo is missing, mirrored, distorted, altered, too small, or something comes too close to it. It is found as the pixels that differ between the card and the card without it, and compared with the picture that it was made from.',
);

export const checkBytes = define(
  'CHECK_BYTES',
  'A file is larger than `checks.maxBytes` allows for its format. Where a lower quality would keep the budget, the fix names the best one that does; below 30 pictures are spoilt, and then the picture or the budget has to change.',
);

export const checkDimensions = define(
  'CHECK_DIMENSIONS',
  'A published file does not have the width and height of its size. Files are made to size, so this means that something else wrote or changed it: build again.',
);

export const checkAlt = define(
  'CHECK_ALT',
  'The alternative text of a picture is empty, too long to be listened to, a file name, or the same in all languages. People who do not see the picture get this text instead: one sentence that says what is shown, in their language.',
);

export const checkExpiry = define(
  'CHECK_EXPIRY',
  'An asset, or art that it shows, may not be shown any more, or soon will not: its `expires` has passed, or comes within `checks.notice` days, which is a warning. Renew the licence and set the new day, or put other art in its place.',
);

export const checkTerritory = define(
  'CHECK_TERRITORY',
  'Art is licensed for some countries (`territories`), and the asset is shown in others, or does not say where. A locale that names a country, such as `de-AT`, is shown there; where the others are shown, the `territories` of the asset tell.',
);

export const checkPolicy = define(
  'CHECK_POLICY',
  "The asset declares something that must be settled before it is shown: real people without a release of their likeness, a likeness whose release is open, or claims whose proof is open. The declaration is the team's own; this tool only holds it against itself.",
);

export const checkModel = define(
  'CHECK_MODEL',
  'Art is asked of a model that was or will be switched off by its provider. Pictures that are in the lock stay as they are for ever, but no more can be bought. Try its successor side by side with `visuals migrate`.',
);

export const checkMask = define(
  'CHECK_MASK',
  'A model was asked to edit a picture inside of a mask and changed more than `checks.maskLeak` of the rest. The original pixels were put back there, so the picture is right but for the edge, where a seam may show.',
);

export const checkDuplicates = define(
  'CHECK_DUPLICATES',
  'Two bought candidates have nearly the same composition, so that there is little to choose from. Pictures are compared by a coarse hash that sees no detail; it serves for this and for nothing else.',
);

export const checkUnwantedText = define(
  'CHECK_UNWANTED_TEXT',
  "Something that looks like text was found in art that must have none (`checks.art.<slot>.text: 'none'`). Image models put stray letters into signs, labels and screens. Choose another candidate with `visuals pick`, ask again with `visuals regenerate`, or edit the place away.",
);

export const checkWantedText = define(
  'CHECK_WANTED_TEXT',
  'The words that a picture must show were read back from its pixels and are not those of the copy, letter by letter, or nobody but a person can tell. One wrong letter counts. Ask for the picture again, or draw the words with a template, where they are exact by construction.',
);

export const checkCustom = define(
  'CHECK_CUSTOM',
  'A check that the project defines itself with `defineCheck` found something, or broke. Its name is in the message, and `checks.severity` knows it by that name.',
);

export const checkUnseen = defineDiagnostic<{ readonly cells: number; readonly example: string }>(
  {
    code: 'CHECK_UNSEEN',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Some pictures could not be drawn, so that no check looked at their pixels: their bought art is not there, as with `--no-vault` on a machine that did not fetch it, or something else failed, which is told besides. What is published was compared by digest.',
  },
  ({ cells, example }) => ({
    message: `${cells} ${cells === 1 ? 'picture was' : 'pictures were'} not looked at, such as ${example}`,
    fix: 'Run `visuals check` once where the vault is, such as in the main branch.',
  }),
);

const factories: { readonly [check in CheckName]: DiagnosticFactory<Told> } = {
  contrast: checkContrast,
  copySpace: checkCopySpace,
  safeArea: checkSafeArea,
  brandColor: checkBrandColor,
  logo: checkLogo,
  bytes: checkBytes,
  dimensions: checkDimensions,
  alt: checkAlt,
  expiry: checkExpiry,
  territory: checkTerritory,
  policy: checkPolicy,
  model: checkModel,
  mask: checkMask,
  duplicates: checkDuplicates,
  unwantedText: checkUnwantedText,
  wantedText: checkWantedText,
};

/** A finding as every reporter shows it. */
export function describeFinding(finding: Finding): Diagnostic {
  const { check, severity, asset, cell, place } = finding;
  const factory = Object.hasOwn(factories, check) ? factories[check as CheckName] : checkCustom;
  const message = factory === checkCustom ? nameCheck(finding) : finding.message;
  const found = factory({ ...finding, message }, { asset, ...(cell !== undefined && { cell }), ...(place && { place }), details: describeDetails(finding) });
  return severity === 'warn' ? { ...found, severity: 'warning', exit: exitCode.ok } : found;
}

/** `quiet-corner: …`, for all of them have one code. */
function nameCheck({ check, message }: Finding): string {
  return message.includes(`"${check}"`) ? message : `${check}: ${message}`;
}

function describeDetails({ check, measured, limit, region, slot, notes }: Finding): JsonObject {
  return {
    check,
    ...(measured !== undefined && { measured }),
    ...(limit !== undefined && { limit }),
    ...(region && { region: { ...region } }),
    ...(slot !== undefined && { slot }),
    ...(notes && { notes }),
  };
}
