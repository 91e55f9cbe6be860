import { answerJson } from './answer.ts';
import { refuseMissing, refuseNotFound } from './api-error.ts';
import { parseForm } from './parse-request.ts';
import type { Answer, RouteContext, ServerState } from './server-types.ts';
import type { StoredFile } from './stored-objects.ts';
import { readChoice } from './validate-request.ts';

const purposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'];

/** `POST /v1/files`, multipart with `file` and `purpose`. */
export async function answerUploadFile(context: RouteContext): Promise<Answer> {
  const form = await parseForm(context);
  const file = form.get('file');
  if (file === null || typeof file === 'string') throw refuseMissing('file');
  const purpose = readChoice({ purpose: form.get('purpose') }, 'purpose', purposes);
  if (purpose === undefined) throw refuseMissing('purpose');
  const bytes = Buffer.from(await file.arrayBuffer());
  return answerJson(describeFile(storeFile(context.state, { filename: file.name, purpose, bytes, mediaType: file.type, pictures: [] })));
}

/** Keeps a file under a fresh id. */
export function storeFile(state: ServerState, parts: Omit<StoredFile, 'id' | 'created'>): StoredFile {
  const file = { id: state.createId('file'), created: Math.floor(Date.now() / 1000), ...parts };
  state.files.set(file.id, file);
  return file;
}

/** `GET /v1/files`, of one purpose if asked. */
export async function answerListFiles({ state, query }: RouteContext): Promise<Answer> {
  const purpose = query.get('purpose');
  const data = [...state.files.values()].filter((file) => purpose === null || file.purpose === purpose).map(describeFile);
  return answerJson({ object: 'list', data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null });
}

/** `GET /v1/files/:id`. */
export async function answerGetFile({ state, id }: RouteContext): Promise<Answer> {
  return answerJson(describeFile(findFile(state, id)));
}

/** `GET /v1/files/:id/content`: the bytes; pictures in a batch's output count as delivered with it. */
export async function answerGetFileContent({ state, id }: RouteContext): Promise<Answer> {
  const { bytes, pictures } = findFile(state, id);
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, chunks: [bytes], pictures };
}

/** `DELETE /v1/files/:id`. */
export async function answerDeleteFile({ state, id }: RouteContext): Promise<Answer> {
  findFile(state, id);
  state.files.delete(id);
  return answerJson({ id, object: 'file', deleted: true });
}

function describeFile({ id, bytes, created, filename, purpose }: StoredFile): { readonly id: string; readonly object: string } {
  const file = { id, object: 'file', bytes: bytes.length, created_at: created, filename, purpose, status: 'processed' };
  return file;
}

function findFile({ files }: ServerState, id: string): StoredFile {
  const file = files.get(id);
  if (file === undefined) throw refuseNotFound(`No such File object: ${id}`);
  return file;
}
