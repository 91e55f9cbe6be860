import { configInvalid, outputCollision } from '../diagnostics/config.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';

/** A key that stands twice in an object literal: where first, where again. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: Required<Place>;
  readonly second: Required<Place>;
}

/**
 * Refuses keys that stand twice in one object literal: JavaScript would keep the last in silence.
 * @throws VisualsError `OUTPUT_COLLISION` for the ids of assets, `CONFIG_INVALID` for other keys
 */
export async function reportDuplicateKeys(files: InputFiles, keys: readonly DuplicateKey[]): Promise<void> {
  if (keys.length === 0) return;
  throw new VisualsError(await Promise.all(keys.map(async (each) => describe(each, await findOwner(files, each)))));
}

function describe({ key, first, second }: DuplicateKey, owner: string | undefined): Diagnostic {
  const place = second;
  const otherPlace = `${first.file}:${first.line}:${first.column}`;
  if (owner === 'assets') return outputCollision({ path: `assets.${key}`, name: key, other: 'an asset of the same id', otherPlace }, { place });
  const path = owner === undefined ? key : `${owner}.${key}`;
  return configInvalid(
    { path, problem: `is written twice in one object; first at ${otherPlace}`, fix: 'Remove one of the two: JavaScript keeps the last only.' },
    { place },
  );
}

/** The key whose value the literal is. */
async function findOwner(files: InputFiles, { second }: DuplicateKey): Promise<string | undefined> {
  const text = new TextDecoder().decode((await files.read(second.file)).bytes);
  const { parseLiterals } = await import('./parse-literals.ts');
  const offset =
    text
      .split('\n')
      .slice(0, second.line - 1)
      .reduce((sum, line) => sum + line.length + 1, 0) +
    second.column -
    1;
  const around = parseLiterals(second.file, text).filter(({ start, end }) => start <= offset && offset < end);
  return around.at(-1)?.owner;
}
