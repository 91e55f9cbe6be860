import { refuseSecrets } from '../config/refuse-secrets.ts';
import { promptEmpty, promptSyntax, promptTooLong } from '../diagnostics/prompt.ts';
import type { PromptSource } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';

/** A prompt as it was written. */
export interface PromptText {
  /** The prompt's file, or the config that it stands in. */
  readonly file: string;
  /** Whether lines of the text are lines of the file. */
  readonly isFile: boolean;
  /** Without a byte order mark, lines ending in LF, characters composed (NFC). */
  readonly text: string;
}

/** Where prompts are read from. */
export interface PromptLocation {
  readonly files: InputFiles;
  /** Path of the config, to which prompts without a file belong. */
  readonly config: string;
}

/** Bytes of a prompt. */
const mostBytes = 32 * 1024;

/**
 * Reads a prompt's file, or takes its text.
 * @throws VisualsError `PROMPT_EMPTY`, `PROMPT_SYNTAX` (no UTF-8), `PROMPT_TOO_LONG`, `SECRET_IN_CONFIG`;
 * of a file also `REF_MISSING`, `REF_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_ESCAPE`
 */
export async function loadPrompt(source: PromptSource, { files, config }: PromptLocation): Promise<PromptText> {
  const written = source.kind === 'file' ? await readText(files, source.path) : source.text;
  const text = written.replaceAll('\r\n', '\n').normalize('NFC');
  const file = source.kind === 'file' ? source.path : config;
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes) throw new VisualsError(promptTooLong({ what: 'the prompt', length: bytes, limit: mostBytes, unit: 'bytes' }, { place: { file } }));
  refuseSecrets(text, { file, what: 'the prompt' });
  if (text.trim() === '') throw new VisualsError(promptEmpty({ what: 'the prompt' }, { place: { file } }));
  return { file, isFile: source.kind === 'file', text };
}

async function readText(files: InputFiles, path: string): Promise<string> {
  const { bytes } = await files.read(path, { mostBytes });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new VisualsError(promptSyntax({ problem: 'it is not UTF-8' }, { place: { file: path } }));
  }
}
