import { copyDupKey, copyParse } from '../diagnostics/text.ts';
import { VisualsError, type Diagnostic } from '../model/diagnostic.ts';
import type { CopyText, CopyUnit, ParsedCopy } from './copy-format.ts';
import { createLocator, joinPieces, type Locate, type Piece } from './text-places.ts';

/** A message as a reader found it; offsets are those of the file. */
export interface FoundMessage extends Pick<CopyUnit, 'note' | 'context' | 'limit' | 'source'> {
  readonly key: string;
  readonly keyOffset: number;
  readonly pieces: readonly Piece[];
  /** Where its text starts, even if it is empty. */
  readonly start: number;
}

/** Gathers the messages and problems of one file. */
export interface UnitCollector {
  readonly file: CopyText;
  readonly locate: Locate;
  /** Takes a message; its key must be new. */
  readonly add: (message: FoundMessage) => void;
  /** A part of the file that is no copy. */
  readonly refuse: (offset: number, problem: string) => void;
  readonly report: (diagnostic: Diagnostic) => void;
  readonly finish: () => ParsedCopy;
}

/** A collector for a file, empty at first. */
export function createUnitCollector(file: CopyText): UnitCollector {
  const locate = createLocator(file.path, file.text);
  const units = new Map<string, CopyUnit>();
  const problems: Diagnostic[] = [];
  const refuse = (offset: number, problem: string): void => {
    problems.push(copyParse({ file: file.path, problem }, { place: locate(offset) }));
  };
  return {
    file,
    locate,
    refuse,
    report: (diagnostic) => problems.push(diagnostic),
    add: ({ key, keyOffset, pieces, start, note, context, limit, source }) => {
      const earlier = units.get(key);
      if (key === '') refuse(keyOffset, 'a message has no key');
      else if (earlier !== undefined) problems.push(describeDuplicate(earlier, key, file.locale, locate(keyOffset)));
      else
        units.set(key, {
          key,
          ...joinPieces(pieces, start, locate),
          ...(note !== undefined && { note }),
          ...(context !== undefined && { context }),
          ...(limit !== undefined && { limit }),
          ...(source !== undefined && { source }),
        });
    },
    finish: () => ({ units: [...units.values()], problems }),
  };
}

/** A key that stands a second time, in the same file or in another. */
export function describeDuplicate(earlier: CopyUnit, key: string, locale: string, place: CopyUnit['place']): Diagnostic {
  const { file, line, column } = earlier.place;
  return copyDupKey({ key, locale, first: `${file}:${line}:${column}` }, { place });
}

/**
 * What was read, for those who go on to change the file.
 * @throws VisualsError with the problems, if there are any
 */
export function requireSound({ units, problems }: ParsedCopy): ReadonlyMap<string, CopyUnit> {
  if (problems.length > 0) throw new VisualsError(problems);
  return new Map(units.map((unit) => [unit.key, unit]));
}
