import { isObject } from '../../../model/json.ts';
import type { SendOptions } from '../../../spec/generator.ts';
import { createEventReader } from './read-events.ts';
import { findObject, parseJson, readText } from './read-json.ts';

/**
 * Hands a streamed body on byte for byte, and tells on the way of previews and of the id that a response was given. The id is written down before the piece that
 * carried it goes on. What can't be read here is left to whoever reads the whole body.
 */
export async function* watchStream(body: AsyncIterable<Uint8Array>, { onPreview, onAccepted }: SendOptions): AsyncGenerator<Uint8Array> {
  let accepted: string | undefined;
  let told = false;
  const reader = createEventReader((data) => {
    const event = parseJson(data);
    accepted ??= readText(findObject(event, 'response'), 'id');
    const preview = findPreview(event);
    if (preview !== undefined) offer(onPreview, preview);
  });
  for await (const chunk of body) {
    reader.push(chunk);
    if (accepted !== undefined && !told) {
      told = true;
      await onAccepted?.(accepted);
    }
    yield chunk;
  }
}

interface Preview {
  readonly picture: Uint8Array;
  readonly index: number;
}

/** The Images API and the Responses API name the same thing differently. */
function findPreview(event: unknown): Preview | undefined {
  if (!isObject(event) || readText(event, 'type')?.endsWith('partial_image') !== true) return undefined;
  const letters = readText(event, 'b64_json') ?? readText(event, 'partial_image_b64');
  const index = event['partial_image_index'];
  return letters === undefined ? undefined : { picture: Buffer.from(letters, 'base64'), index: typeof index === 'number' ? index : 0 };
}

/** A preview is a courtesy: whoever shows it must not be able to break the purchase. */
function offer(onPreview: SendOptions['onPreview'], { picture, index }: Preview): void {
  try {
    onPreview?.(picture, index);
  } catch {
    // Lost, as the contract says.
  }
}
