import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCopyFormat } from '../copy/copy-formats.ts';
import type { CopyRequest, LiveAnswer } from '../model/live.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { formatMessage, loadIcuFor } from '../text/format-message.ts';
import { findMessage } from '../text/resolve-message.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { LastBuild } from './recall-cell.ts';

/**
 * Writes one message where it stands, and leaves everything else in its file byte for byte as it is. Refused when the message is not what the page showed, and
 * when the new text is no valid message.
 */
export async function editCopy(root: string, built: LastBuild | undefined, { locale, key, before, text }: CopyRequest): Promise<LiveAnswer> {
  if (built === undefined) return refuse('the project is not loaded yet', 'Wait for the first build.');
  const { copy, config } = built.project;
  const message = findMessage({ copy, locales: config.locales, locale, key });
  if (message === undefined) return refuse(`there is no message "${key}" in ${locale}`, 'Reload the page.');
  const { file: path } = message.place;
  const source = readFileSync(join(root, path), 'utf8');
  const format = await loadCopyFormat(path, source);
  if (format === undefined) return refuse(`${path} can't be edited here`, 'Edit the file itself.');
  const file = { path, text: source, locale: message.locale };
  const now = format.read(file).units.find((unit) => unit.key === key);
  if (now?.text !== before) return { ok: false, reason: 'conflict', message: `"${key}" was edited in ${path} meanwhile`, fix: 'Look at what it says now.' };
  const problem = await findProblem({ ...message, text });
  if (problem !== undefined) return refuse(problem, 'Mend the message: braces enclose placeholders.');
  writeFileAtomic(join(root, path), format.update(file, new Map([[key, text]])));
  return { ok: true, message: `wrote ${path}` };
}

function refuse(message: string, fix: string): LiveAnswer {
  return { ok: false, reason: 'refused', message, fix };
}

/** Only what can be told without the values of a cell: the build tells the rest. */
async function findProblem(message: Parameters<typeof formatMessage>[0]): Promise<string | undefined> {
  try {
    formatMessage(message, { values: {}, icu: await loadIcuFor([message.text]) });
    return undefined;
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return error.diagnostics.find(({ code }) => code === 'COPY_ICU' || code === 'COPY_EMPTY')?.message;
  }
}
