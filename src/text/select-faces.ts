import { fontFamilyUnknown, fontWeightMissing } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { FontCatalog, FontRecord } from './load-fonts.ts';

/** Which weights and styles a picture asks for; what is absent means all that the families have. */
export interface FontUsage {
  readonly weights?: readonly number[];
  readonly styles?: readonly FontRecord['style'][];
}

/**
 * The faces that a picture needs, in the order of its families: for each style and weight the face that CSS would take.
 * @throws VisualsError `FONT_FAMILY_UNKNOWN` for each family that no listed font has
 */
export function selectFaces(catalog: FontCatalog, families: readonly string[], usage: FontUsage = {}): readonly FontRecord[] {
  const unknown = families.filter((family) => catalog.facesOf(family).length === 0);
  const known = [...new Set(catalog.faces.map(({ family }) => family))];
  if (unknown.length > 0) throw new VisualsError(unknown.map((family) => fontFamilyUnknown({ family, known })));
  return [...new Set(families.flatMap((family) => selectOfFamily(catalog.facesOf(family), usage)))];
}

/**
 * Makes sure that every family has the weights that style sheets ask for, or a variable font that reaches them: the renderer would take the nearest in silence, and a headline would not stand out.
 * Colour fonts have one weight.
 * @throws VisualsError `FONT_WEIGHT_MISSING`, one for each family
 */
export function checkWeights(catalog: FontCatalog, families: readonly string[], weights: readonly number[]): void {
  const problems = families.flatMap((family) => {
    const faces = catalog.facesOf(family).filter(({ colour }) => colour === 'none');
    const missing = weights.filter((wanted) => faces.length > 0 && !faces.some((face) => rankWeight(face, wanted) === 0));
    return missing.length === 0
      ? []
      : [fontWeightMissing({ family, missing, known: [...new Set(faces.map(({ weight, weightRange }) => weightRange?.join('–') ?? String(weight)))] })];
  });
  if (problems.length > 0) throw new VisualsError(problems);
}

/**
 * The weights that style sheets name, in ascending order: numbers, keywords, variables that are tokens. What is relative or computed is left out.
 * @param variables name of a variable without its dashes → value
 */
export function readWeights(css: readonly string[], variables: { readonly [name: string]: string }): readonly number[] {
  const values = css.flatMap((sheet) => [...sheet.matchAll(/font-weight\s*:\s*([^;}]+)/g)].map(([, value = '']) => value.trim()));
  const weights = values.flatMap((value) => {
    const name = /^var\(\s*--([\w-]+)\s*\)$/.exec(value)?.[1];
    const text = name !== undefined && Object.hasOwn(variables, name) ? variables[name]! : value;
    const weight = weightKeywords.get(text) ?? Number(text);
    return Number.isFinite(weight) && weight > 0 ? [weight] : [];
  });
  return [...new Set(weights)].toSorted((one, other) => one - other);
}

const weightKeywords: ReadonlyMap<string, number> = new Map([
  ['normal', 400],
  ['bold', 700],
]);

function selectOfFamily(faces: readonly FontRecord[], { weights, styles }: FontUsage): readonly FontRecord[] {
  const candidates = (styles ?? []).map((style) => preferStyle(faces, style));
  return (styles === undefined ? [faces] : candidates).flatMap((group) =>
    weights === undefined ? group : weights.flatMap((weight) => findNearestWeights(group, weight)),
  );
}

/** A family without italics is slanted by nobody: its upright faces stand in. */
function preferStyle(faces: readonly FontRecord[], style: FontRecord['style']): readonly FontRecord[] {
  const wanted = faces.filter((face) => face.style === style);
  return wanted.length > 0 ? wanted : faces;
}

/** One face a style, with all its pieces. */
function findNearestWeights(faces: readonly FontRecord[], weight: number): readonly FontRecord[] {
  const styles = [...new Set(faces.map(({ style }) => style))];
  return styles.flatMap((style) => {
    const ranked = faces.filter((face) => face.style === style).map((face) => ({ face, rank: rankWeight(face, weight) }));
    const best = Math.min(...ranked.map(({ rank }) => rank));
    return ranked.filter(({ rank }) => rank === best).map(({ face }) => face);
  });
}

/**
 * How far a face is from a weight in the order of CSS Fonts 4, section 5.2: from 400 to 500 first up to 500, then down, then up; lighter ones first down, bolder ones first up.
 * The second direction ranks behind all of the first.
 */
function rankWeight({ weight, weightRange = [weight, weight] }: FontRecord, wanted: number): number {
  const nearest = Math.min(Math.max(wanted, weightRange[0]), weightRange[1]);
  if (nearest === wanted) return 0;
  const [behind, farBehind] = [1000, 2000];
  if (wanted < 400) return nearest < wanted ? wanted - nearest : behind + nearest;
  if (wanted > 500) return nearest > wanted ? nearest - wanted : behind + (1000 - nearest);
  if (nearest > wanted && nearest <= 500) return nearest - wanted;
  return nearest < wanted ? behind + (wanted - nearest) : farBehind + nearest;
}
