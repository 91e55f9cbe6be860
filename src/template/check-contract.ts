import { templateContractInvalid } from '../diagnostics/template.ts';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { DataFields, QuietRegion, TemplateContract } from '../model/template.ts';
import { findSlotConflicts, isLimitName } from '../text/resolve-text-slot.ts';

type Fields = { readonly [name: string]: unknown };
/** Notes what is wrong at a path such as `slots.headline.size`. */
type Report = (path: string, problem: string) => void;

const aspects = ['tall', 'square', 'wide', 'banner'];
const quietRegions: readonly QuietRegion[] = ['start', 'end', 'top', 'bottom', 'center', 'none'];
const fitPolicies = ['shrink', 'error', 'clip'];
const roles = ['headline', 'body', 'label', 'number', 'action', 'legal'];
/** Names that mean something else in the markup. */
const takenNames = ['art', 'data', 'size', 'aspect', 'locale', 'dir', 'variant'];
const helperNames = ['if', 'unless', 'each', 'with', 'else', 'this', 'optional', 'eq', 'number', 'share', 'token', 'true', 'false', 'null', 'undefined', 'as'];
const namePattern = /^[a-z][a-zA-Z0-9]*$/;
/** In hundredths of the short side: a font as large as the picture. */
const mostFontSize = 100;

/**
 * Makes a contract of what `template.ts` exports.
 * @throws VisualsError `TEMPLATE_CONTRACT_INVALID`, one for each problem
 */
export function checkContract(definition: unknown, from: { readonly name: string; readonly file: string }): TemplateContract {
  const problems: Diagnostic[] = [];
  const report: Report = (path, problem) => problems.push(templateContractInvalid({ path, problem }, { place: { file: from.file } }));
  if (!isFields(definition)) report('', 'does not export `defineTemplate({ … })` as default');
  else checkDefinition(definition, report);
  if (problems.length > 0) throw new VisualsError(problems);
  const conflicts = findSlotConflicts((definition as Pick<TemplateContract, 'slots'>).slots);
  for (const { path, problem } of conflicts) report(`slots.${path}`, problem);
  if (problems.length > 0) throw new VisualsError(problems);
  const { description, slots, data, quiet } = definition as Pick<TemplateContract, 'description' | 'slots' | 'quiet'> & { data?: DataFields };
  return structuredClone({ name: from.name, description, slots, data: data ?? {}, ...(quiet && { quiet }) });
}

function isFields(value: unknown): value is Fields {
  return isObject(value);
}

function checkDefinition(definition: Fields, report: Report): void {
  checkKeys(definition, '', ['description', 'slots', 'data', 'quiet'], report);
  if (typeof definition['description'] !== 'string' || definition['description'].trim() === '') report('description', 'must be a sentence');
  if (isFields(definition['slots'])) checkSlots(definition['slots'], report);
  else report('slots', 'must be an object of slots');
  if (definition['data'] !== undefined) checkDataFields(definition['data'], 'data', report);
  if (definition['quiet'] !== undefined) checkQuiet(definition['quiet'], report);
}

function checkQuiet(quiet: unknown, report: Report): void {
  if (!isFields(quiet)) return report('quiet', 'must give a region for each shape');
  if ('strip' in quiet) report('quiet.strip', 'is that of banner');
  checkPerAspect(quiet, 'quiet', (value, path) => checkChoice(value, path, quietRegions, report), report);
}

function checkKeys(value: Fields, path: string, known: readonly string[], report: Report): void {
  for (const key of Object.keys(value)) if (!known.includes(key)) report(join(path, key), `is not known${formatNearest(key, known)}`);
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function checkName(name: string, path: string, report: Report): void {
  if (!namePattern.test(name)) report(path, 'needs a name of letters and digits that begins with a small letter');
  if (helperNames.includes(name)) report(path, 'has the name of a helper');
}

function checkSlots(slots: Fields, report: Report): void {
  for (const [name, slot] of Object.entries(slots)) {
    const path = `slots.${name}`;
    checkName(name, path, report);
    if (takenNames.includes(name)) report(path, 'has a name that every template already uses for something else');
    if (!isFields(slot)) report(path, 'must be made with text() or image()');
    else if (slot['type'] === 'text') checkTextSlot(slot, path, report);
    else if (slot['type'] === 'image') checkImageSlot(slot, path, report);
    else report(`${path}.type`, 'must be "text" or "image"');
  }
}

function checkTextSlot(slot: Fields, path: string, report: Report): void {
  checkKeys(slot, path, ['type', 'role', 'fit', 'size', 'lines', 'balance', 'tidy', 'fitGroup', 'locales', 'from', 'optional'], report);
  checkChoice(slot['role'], `${path}.role`, roles, report);
  checkChoice(slot['fit'], `${path}.fit`, fitPolicies, report);
  checkChoice(slot['from'], `${path}.from`, ['copy', 'data'], report);
  checkBoolean(slot['optional'], `${path}.optional`, report);
  checkPerAspect(slot['lines'], `${path}.lines`, checkLines, report);
  const isOneRange = isFields(slot['size']) && ('smallest' in slot['size'] || 'largest' in slot['size']);
  if (isOneRange) checkRange(slot['size'], `${path}.size`, report);
  else checkPerAspect(slot['size'], `${path}.size`, checkRange, report);
  for (const name of ['balance', 'tidy']) if (slot[name] !== undefined) checkBoolean(slot[name], `${path}.${name}`, report);
  if (slot['fitGroup'] !== undefined && !(typeof slot['fitGroup'] === 'string' && namePattern.test(slot['fitGroup'])))
    report(`${path}.fitGroup`, 'needs a name of letters and digits that begins with a small letter');
  if (slot['locales'] !== undefined) checkLocales(slot['locales'], `${path}.locales`, report);
}

function checkLocales(locales: unknown, path: string, report: Report): void {
  if (!isFields(locales)) return report(path, 'must give limits for each locale');
  for (const [name, limits] of Object.entries(locales)) {
    if (!isLimitName(name)) report(`${path}.${name}`, 'is neither a script of templates nor a language tag such as de or zh-Hant');
    if (isFields(limits)) checkLimits(limits, `${path}.${name}`, report);
    else report(`${path}.${name}`, 'must be an object of limits');
  }
}

function checkLimits(limits: Fields, path: string, report: Report): void {
  checkKeys(limits, path, ['fit', 'smallest', 'largest', 'lines', 'balance', 'tidy'], report);
  if (limits['fit'] !== undefined) checkChoice(limits['fit'], `${path}.fit`, fitPolicies, report);
  for (const edge of ['smallest', 'largest']) if (limits[edge] !== undefined) checkPerAspect(limits[edge], `${path}.${edge}`, checkSize, report);
  if (limits['lines'] !== undefined) checkPerAspect(limits['lines'], `${path}.lines`, checkLines, report);
  for (const name of ['balance', 'tidy']) if (limits[name] !== undefined) checkBoolean(limits[name], `${path}.${name}`, report);
}

function checkImageSlot(slot: Fields, path: string, report: Report): void {
  checkKeys(slot, path, ['type', 'fit', 'area', 'optional'], report);
  checkChoice(slot['fit'], `${path}.fit`, ['cover', 'contain'], report);
  checkBoolean(slot['optional'], `${path}.optional`, report);
  if (isFields(slot['area'])) checkPerAspect(slot['area'], `${path}.area`, checkArea, report);
  else report(`${path}.area`, 'must give width and height for each shape');
}

function checkChoice(value: unknown, path: string, choices: readonly string[], report: Report): void {
  if (typeof value !== 'string') report(path, `must be one of ${choices.join(', ')}`);
  else if (!choices.includes(value)) report(path, `is "${value}"${formatNearest(value, choices)}, must be one of ${choices.join(', ')}`);
}

function checkBoolean(value: unknown, path: string, report: Report): void {
  if (typeof value !== 'boolean') report(path, 'must be true or false');
}

type Check = (value: unknown, path: string, report: Report) => void;

/** A value for all shapes, or an object with one for each; that of strips may be left out. */
function checkPerAspect(value: unknown, path: string, check: Check, report: Report): void {
  if (!isFields(value)) return check(value, path, report);
  checkKeys(value, path, [...aspects, 'strip'], report);
  for (const aspect of [...aspects, ...(value['strip'] === undefined ? [] : ['strip'])]) {
    if (value[aspect] === undefined) report(`${path}.${aspect}`, 'is missing');
    else check(value[aspect], `${path}.${aspect}`, report);
  }
}

function checkLines(value: unknown, path: string, report: Report): void {
  if (!Number.isInteger(value) || (value as number) < 1) report(path, 'must be a whole number of lines, at least 1');
}

function checkRange(value: unknown, path: string, report: Report): void {
  if (!isFields(value)) return report(path, 'must be { smallest, largest } in hundredths of the short side');
  const { smallest, largest } = value;
  for (const [name, size] of Object.entries({ smallest, largest })) checkSize(size, `${path}.${name}`, report);
  if (typeof smallest === 'number' && typeof largest === 'number' && smallest > largest) report(path, 'has a smallest size above its largest');
}

function checkSize(size: unknown, path: string, report: Report): void {
  if (typeof size !== 'number' || !(size > 0 && size <= mostFontSize)) report(path, `must be a number above 0, at most ${mostFontSize}`);
}

function checkArea(value: unknown, path: string, report: Report): void {
  const isShare = (share: unknown): boolean => typeof share === 'number' && share > 0 && share <= 1;
  if (!isFields(value) || !isShare(value['width']) || !isShare(value['height'])) report(path, 'must be { width, height } as shares from 0 to 1');
}

function checkDataFields(fields: unknown, path: string, report: Report): void {
  if (!isFields(fields)) return report(path, 'must be an object of fields');
  for (const [name, field] of Object.entries(fields)) {
    checkName(name, `${path}.${name}`, report);
    checkDataField(field, `${path}.${name}`, report);
  }
}

function checkDataField(field: unknown, path: string, report: Report): void {
  if (!isFields(field)) return report(path, 'must be made with the helpers of `data`');
  const isList = field['type'] === 'list';
  checkKeys(field, path, isList ? ['type', 'optional', 'of', 'most'] : ['type', 'optional'], report);
  checkChoice(field['type'], `${path}.type`, ['number', 'string', 'boolean', 'text', 'list'], report);
  checkBoolean(field['optional'], `${path}.optional`, report);
  if (!isList) return;
  checkLines(field['most'], `${path}.most`, (at) => report(at, 'must be a whole number, at least 1'));
  checkDataFields(field['of'], `${path}.of`, report);
}
