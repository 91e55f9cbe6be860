import { answerJson } from './answer.ts';
import { refuseModel } from './api-error.ts';
import { listServedModels, type ServedModel } from './served-models.ts';
import type { Answer, RouteContext } from './server-types.ts';

/** `GET /v1/models`: the models of this day, with `shutdown_date` on those that end. */
export async function answerListModels({ state }: RouteContext): Promise<Answer> {
  return answerJson({ object: 'list', data: listServedModels(state.options.today).map(describeModel) });
}

/** `GET /v1/models/:id`. */
export async function answerGetModel({ state, id }: RouteContext): Promise<Answer> {
  const model = listServedModels(state.options.today).find((model) => model.id === id);
  if (model === undefined) throw refuseModel(id);
  return answerJson(describeModel(model));
}

function describeModel({ id, shutdownDate }: ServedModel): Readonly<Record<string, unknown>> {
  return { id, object: 'model', created: 1_776_729_600, owned_by: 'system', shutdown_date: shutdownDate ?? null };
}
