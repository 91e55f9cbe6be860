import { tokenUnknown } from '../diagnostics/brand.ts';
import { artMissing, artSlotUnknown } from '../diagnostics/project.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { locateInConfig } from './locate-in-config.ts';
import type { Workspace } from './workspace.ts';

const codes: ReadonlySet<string> = new Set([artMissing.code, artSlotUnknown.code, tokenUnknown.code]);

/** Gives what is wrong with an asset's art the line of the config that declares it. A plan follows from data, which no longer knows where it was written. */
export async function locateArtFaults(diagnostics: readonly Diagnostic[], workspace: Workspace): Promise<readonly Diagnostic[]> {
  const found = await locateInConfig(diagnostics.filter(isLost).map(addField), workspace);
  const places = found.map(({ place }) => place).values();
  return diagnostics.map((diagnostic) => (isLost(diagnostic) ? addPlace(diagnostic, places.next().value) : diagnostic));
}

function isLost({ code, place }: Diagnostic): boolean {
  return codes.has(code) && place === undefined;
}

function addField(diagnostic: Diagnostic): Diagnostic & { readonly field: readonly string[] } {
  return { ...diagnostic, field: ['art'] };
}

function addPlace(diagnostic: Diagnostic, place: Diagnostic['place']): Diagnostic {
  return place === undefined ? diagnostic : { ...diagnostic, place };
}
