import type { Place } from '../model/diagnostic.ts';
import { describeConfigLoading } from './load-own-config.ts';
import type { Workspace } from './workspace.ts';

/** Something that is to be told of an asset. */
interface Told {
  readonly asset?: string;
  /** Where in the asset's definition. */
  readonly field?: readonly (string | number)[];
  readonly place?: Place;
}

/** Gives what has no place yet the line of the config that it is about. The config is evaluated once more for it, and only when there is something to tell. */
export async function locateInConfig<Item extends Told>(items: readonly Item[], workspace: Workspace): Promise<readonly Item[]> {
  const lost = items.filter(({ asset, place }) => asset !== undefined && place === undefined);
  if (lost.length === 0) return items;
  const { locateValues } = await import('../config/locate-values.ts');
  const { file, ...loading } = describeConfigLoading(workspace);
  const { placeOf } = await locateValues({ ...loading, entry: file });
  return items.map((item) => (lost.includes(item) ? { ...item, place: placeOf(formatPath(item)) } : item));
}

function formatPath({ asset = '', field = [] }: Told): readonly (string | number)[] {
  return ['assets', asset, ...field];
}
