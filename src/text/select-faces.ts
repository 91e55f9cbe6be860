import { fontFamilyUnknown } from '../diagnostics/text.ts';
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

/** One face a style. */
function findNearestWeights(faces: readonly FontRecord[], weight: number): readonly FontRecord[] {
  const styles = [...new Set(faces.map(({ style }) => style))];
  return styles.flatMap(
    (style) => faces.filter((face) => face.style === style).toSorted((one, other) => rankWeight(one, weight) - rankWeight(other, weight))[0] ?? [],
  );
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
