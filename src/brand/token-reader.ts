import { tokenUnknown } from '../diagnostics/brand.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import { VisualsError, type Place } from '../model/diagnostic.ts';
import type { TokenSet } from './create-brand.ts';

/** The one way to a token's value; it remembers what was read, so that a key holds just that. */
export interface TokenReader {
  /**
   * CSS of the token. `place` is where the path is written.
   * @throws VisualsError `TOKEN_UNKNOWN`
   */
  read(path: string, place?: Place): string;
  /** Path → CSS of all that was read, in code-unit order. */
  reads(): { readonly [path: string]: string };
}

/** Makes a reader that has read nothing yet. */
export function createTokenReader(tokens: TokenSet): TokenReader {
  const reads = new Map<string, string>();
  return {
    read: (path, place) => {
      const token = tokens.find(path);
      if (token === undefined) throw new VisualsError(tokenUnknown({ token: path, known: tokens.paths() }, place === undefined ? {} : { place }));
      reads.set(path, token.css);
      return token.css;
    },
    reads: () => Object.fromEntries([...reads].toSorted(([one], [other]) => compareCodeUnits(one, other))),
  };
}
