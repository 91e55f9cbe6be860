import { answerEvents, answerJson } from './answer.ts';
import type { ImageUsage } from './count-tokens.ts';
import type { JsonRecord } from './json.ts';
import { listDeliverable, makePictures, type Buyer, type MadePicture, type Purchase } from './make-pictures.ts';
import { parseEdit, parseJson, type ParsedRequest } from './parse-request.ts';
import { describePost } from './record-post.ts';
import type { Answer, RouteContext, ServerState } from './server-types.ts';
import { validateRequest, type PictureRequest } from './validate-request.ts';

type Kind = 'generate' | 'edit';

/** An event of the stream of either route. */
type ImageEvent = JsonRecord & { readonly type: string };

/** `POST /v1/images/generations`. */
export async function answerGenerate(context: RouteContext): Promise<Answer> {
  return answerImages(context, 'generate', { fields: parseJson(context.body), references: [], mask: undefined });
}

/** `POST /v1/images/edits`, multipart or JSON. */
export async function answerEdit(context: RouteContext): Promise<Answer> {
  return answerImages(context, 'edit', await parseEdit(context));
}

/** Checks and buys; the body of the answer without anything of HTTP, as a line of a batch needs it. */
export async function buyPictures(
  parsed: ParsedRequest,
  kind: Kind,
  buyer: Buyer,
): Promise<{ readonly purchase: Purchase; readonly body: Readonly<Record<string, unknown>> }> {
  const request = await validateRequest(parsed, kind, buyer.state);
  const purchase = await makePictures(request, buyer);
  return { purchase, body: createBody(request, purchase, buyer.state) };
}

async function answerImages(context: RouteContext, kind: Kind, parsed: ParsedRequest): Promise<Answer> {
  const { state, fault } = context;
  describePost(context.post, parsed);
  const request = await validateRequest(parsed, kind, state);
  context.whenClosed.push(state.limiter.admit(request.model.id, request.n));
  const purchase = await makePictures(request, context);
  const pictures = listDeliverable(purchase, fault);
  if (request.stream) return answerEvents(createEvents(request, purchase, { kind, state }), pictures);
  return answerJson(createBody(request, purchase, state), { pictures });
}

function createBody(request: PictureRequest, { pictures, usage }: Purchase, { options }: ServerState): Readonly<Record<string, unknown>> {
  const data = pictures.map(({ base64 }) => (base64 === undefined ? {} : { b64_json: base64 }));
  if (options.profile === 'portable') return { created: readSeconds(), ...sayFake(options), data };
  return { created: readSeconds(), ...sayFake(options), ...echo(request), data, usage };
}

function createEvents(
  request: PictureRequest,
  purchase: Purchase,
  { kind, state }: { readonly kind: Kind; readonly state: ServerState },
): readonly ImageEvent[] {
  const name = kind === 'generate' ? 'image_generation' : 'image_edit';
  const usage = shareUsage(purchase.usage, purchase.pictures.length);
  return purchase.pictures.flatMap((picture) => [
    ...createPartialEvents(picture, request, name),
    { ...createLastEvent(picture, request, { name, usage }), ...sayFake(state.options) },
  ]);
}

function createPartialEvents({ partials }: MadePicture, request: PictureRequest, name: string): readonly ImageEvent[] {
  return partials.map((partial, index) => ({
    type: `${name}.partial_image`,
    b64_json: partial,
    created_at: readSeconds(),
    ...echo(request),
    partial_image_index: index,
  }));
}

function createLastEvent({ base64 }: MadePicture, request: PictureRequest, { name, usage }: { readonly name: string; readonly usage: ImageUsage }): ImageEvent {
  return { type: `${name}.completed`, ...(base64 === undefined ? {} : { b64_json: base64 }), created_at: readSeconds(), ...echo(request), usage };
}

/** Each of several streamed pictures carries its own share of the tokens. */
function shareUsage(usage: ImageUsage, pictures: number): ImageUsage {
  const output = Math.round(usage.output_tokens / Math.max(1, pictures));
  return { ...usage, output_tokens: output, output_tokens_details: { text_tokens: 0, image_tokens: output }, total_tokens: usage.input_tokens + output };
}

function echo({ transparent, format, quality, width, height, safetyIdentifier }: PictureRequest): Readonly<Record<string, unknown>> {
  const background = transparent ? 'transparent' : 'opaque';
  return {
    background,
    output_format: format,
    quality,
    size: `${width}x${height}`,
    ...(safetyIdentifier === undefined ? {} : { safety_identifier: safetyIdentifier }),
  };
}

/** What the answers of a server for people say besides. */
export function sayFake({ saysFake }: Pick<ServerState['options'], 'saysFake'>): JsonRecord {
  return saysFake ? { visuals_fake: true } : {};
}

function readSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
