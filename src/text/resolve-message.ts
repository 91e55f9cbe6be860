import { copyEmpty, copyMissing } from '../diagnostics/text.ts';
import type { ResolvedLocales } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Context } from '../diagnostics/define.ts';
import type { CopyUnit } from '../copy/copy-format.ts';
import type { Copy } from '../copy/load-copy.ts';

/** A message, and the locale that it was found in. */
export interface ResolvedMessage extends CopyUnit {
  readonly key: string;
  /** The locale asked for, or one of its declared fallbacks; numbers and plurals follow it. */
  readonly locale: string;
}

/** Which message is wanted. */
export interface MessageRequest {
  readonly copy: Copy;
  readonly locales: Pick<ResolvedLocales, 'source' | 'fallback'>;
  readonly locale: string;
  readonly key: string;
}

/**
 * The message of a key in a locale, or in the first of its declared fallbacks that has it.
 * @param context the asset or cell that needs it
 * @throws VisualsError `COPY_MISSING`, `COPY_EMPTY`
 */
export function resolveMessage(request: MessageRequest, context: Context = {}): ResolvedMessage {
  const message = findMessage(request);
  const { key } = request;
  if (message === undefined) throw new VisualsError(describeMissing(request, context));
  if (!hasVisibleText(message.text)) throw new VisualsError(copyEmpty({ locale: message.locale, key }, { ...context, place: message.place }));
  return message;
}

function describeMissing(request: MessageRequest, context: Context): Diagnostic {
  const { copy, locales, locale, key } = request;
  const tried = listChain(request);
  const file = findFile(copy, locale, key);
  const found = { locale, key, tried, known: new Set(tried.flatMap((each) => copy.keys(each))), ...(file !== undefined && { file }) };
  // What is only not translated yet is shown in the source language; otherwise the key is wrong where the config names it.
  const place = copy.find(locales.source, key)?.place;
  return copyMissing(found, place === undefined ? context : { ...context, place });
}

/** The file that holds the messages beside a key, else any of its locale. */
function findFile(copy: Copy, locale: string, key: string): string | undefined {
  const keys = copy.keys(locale);
  const beside = keys.find((each) => each.startsWith(key.slice(0, key.lastIndexOf('.') + 1))) ?? keys[0];
  return beside === undefined ? undefined : copy.find(locale, beside)?.place.file;
}

/** The same for a message that may be absent. */
export function findMessage(request: MessageRequest): ResolvedMessage | undefined {
  for (const locale of listChain(request)) {
    const message = request.copy.find(locale, request.key);
    if (message !== undefined) return { ...message, key: request.key, locale };
  }
  return undefined;
}

const listChain = ({ locales, locale }: MessageRequest): readonly string[] => [
  locale,
  ...(Object.hasOwn(locales.fallback, locale) ? (locales.fallback[locale] ?? []) : []),
];

/** The message with the limit that holds for it: the smaller one of its own and of the source language's. */
export function limitMessage(message: ResolvedMessage, source: CopyUnit | undefined): ResolvedMessage {
  const limits = [message.limit, source?.limit].filter((each) => each !== undefined);
  return limits.length === 0 ? message : { ...message, limit: Math.min(...limits) };
}

/** Whether a text leaves ink: not only spaces, controls and what is ignorable. */
export function hasVisibleText(text: string): boolean {
  return /[^\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text);
}
