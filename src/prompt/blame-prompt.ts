import type { PromptSource } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';

/** What is wrong with a prompt that stands in the config is about its text there; one of a file has lines of its own. */
export function blamePrompt(source: PromptSource, error: VisualsError): VisualsError {
  if (source.kind === 'file') return error;
  const subject = { written: [source.text] };
  return new VisualsError(
    error.diagnostics.map((each) => ({ ...each, subject })),
    { cause: error },
  );
}
