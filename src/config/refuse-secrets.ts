import { secretInConfig } from '../diagnostics/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { findSecrets } from './find-secrets.ts';

/**
 * Keeps secret keys out of what is drawn, sent to a provider, shown in plans or written into the lock.
 * @param what names the text: `the prompt`
 * @throws VisualsError `SECRET_IN_CONFIG`
 */
export function refuseSecrets(text: string, { file, what }: { readonly file: string; readonly what: string }): void {
  const [line] = findSecrets(text.split('\n')).map(([index]) => Number(index) + 1);
  if (line !== undefined) throw new VisualsError(secretInConfig({ path: `line ${line} of ${what}` }, { place: { file, line } }));
}
