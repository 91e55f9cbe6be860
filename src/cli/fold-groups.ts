import { addTo } from '../model/group-by.ts';
import type { DiagnosticGroup } from './group-diagnostics.ts';

/** A paragraph for people: a group, and what is not told at length beside it. */
export interface FoldedGroup extends DiagnosticGroup {
  /** Groups that the same mend takes away, in another place of the disk or another piece of art. */
  readonly alike: readonly DiagnosticGroup[];
  /** Groups of the same code that are left out behind this one. */
  readonly more: number;
}

/** Up to so many groups with one fix stand for themselves. */
const mostAlike = 3;
/** Paragraphs of one code: whoever mends ten of them knows what the others are. */
const mostOfCode = 10;

/**
 * Folds what would fill a terminal: of a cache with a thousand damaged files there is one thing to tell, and of a thousand messages that are missing a few will do.
 * @param cuts whether what is beyond ten of a code is left out: a log that is read later keeps it
 */
export function foldGroups(groups: readonly DiagnosticGroup[], cuts: boolean): readonly FoldedGroup[] {
  const byFix = new Map<string, DiagnosticGroup[]>();
  for (const [at, group] of groups.entries()) addTo(byFix, nameFix(group, at), group);
  const folded = [...byFix.values()].flatMap(foldAlike);
  return cuts ? cutCodes(folded) : folded;
}

/** What stands at a place is mended there, and nowhere else. */
function nameFix({ diagnostic: { code, severity, fix, place } }: DiagnosticGroup, at: number): string {
  return place === undefined ? JSON.stringify([code, severity, fix]) : String(at);
}

function foldAlike(groups: readonly DiagnosticGroup[]): readonly FoldedGroup[] {
  if (groups.length <= mostAlike) return groups.map((group) => ({ ...group, alike: [], more: 0 }));
  const [first, ...alike] = groups;
  return [{ ...first!, alike, more: 0 }];
}

function cutCodes(groups: readonly FoldedGroup[]): readonly FoldedGroup[] {
  const left = new Map<string, number>();
  for (const { diagnostic } of groups) left.set(diagnostic.code, (left.get(diagnostic.code) ?? 0) + 1);
  const told = new Map<string, number>();
  return groups.flatMap((group) => {
    const { code } = group.diagnostic;
    const count = (told.get(code) ?? 0) + 1;
    told.set(code, count);
    if (count > mostOfCode) return [];
    return [count === mostOfCode ? { ...group, more: left.get(code)! - mostOfCode } : group];
  });
}
