import { VisualsError } from '../../model/diagnostic.ts';
import { proceduralSettingRange, proceduralSettingUnknown } from '../../diagnostics/image.ts';

/** A setting: a number from 0 to 1. */
export interface Setting {
  readonly default: number;
  /** What it does, for the documentation. */
  readonly about: string;
}

/** What a kind of picture can be told, by name. */
export type SettingsTable = { readonly [name: string]: Setting };

/** The chosen or default value of each setting of a table. */
export type Settings<Table extends SettingsTable> = { readonly [name in keyof Table]: number };

/** What every kind has. */
export const commonSettings = {
  calm: { default: 0.85, about: 'how quiet the picture is where words stand' },
  calmX: { default: 0.22, about: 'where words stand: 0 is the left edge, 1 the right' },
  calmY: { default: 0.45, about: 'where words stand: 0 is the top edge, 1 the bottom' },
  light: { default: 0.125, about: 'where light comes from, in turns clockwise from the top: 0.125 is the top right, 0.5 the bottom' },
  strength: { default: 0.5, about: 'how far the picture departs from its ground' },
  grain: { default: 0, about: 'fine noise over all; it makes files much larger' },
} as const satisfies SettingsTable;

/**
 * Fills in defaults.
 * @throws VisualsError `PROCEDURAL_SETTING_UNKNOWN`, `PROCEDURAL_SETTING_RANGE`
 */
export function resolveSettings<Table extends SettingsTable>(kind: string, table: Table, given: { readonly [name: string]: number }): Settings<Table> {
  const known = Object.keys(table);
  const problems = Object.entries(given).flatMap(([name, value]) => {
    if (!known.includes(name)) return [proceduralSettingUnknown({ kind, setting: name, known })];
    return value >= 0 && value <= 1 ? [] : [proceduralSettingRange({ kind, setting: name, value })];
  });
  if (problems.length > 0) throw new VisualsError(problems);
  const values = Object.fromEntries(known.map((name) => [name, given[name] ?? table[name]!.default]));
  return values as Settings<Table>;
}
