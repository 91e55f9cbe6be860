import { ApiError, refuseNotFound } from './api-error.ts';
import { answerCancelBatch, answerCreateBatch, answerGetBatch, answerListBatches } from './batches-route.ts';
import { answerDeleteFile, answerGetFile, answerGetFileContent, answerListFiles, answerUploadFile } from './files-route.ts';
import { answerEdit, answerGenerate } from './images-route.ts';
import { answerGetModel, answerListModels } from './models-route.ts';
import { answerCancelResponse, answerDeleteResponse, answerGetResponse, answerRespond } from './responses-route.ts';
import type { RouteName } from './route-names.ts';
import type { Answer, RouteContext } from './server-types.ts';

/** A route that a request has found; `id` is what its path caught. */
export interface FoundRoute {
  readonly route: RouteName;
  readonly id: string;
  readonly answer: (context: RouteContext) => Promise<Answer>;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly route: RouteName;
  readonly answer: FoundRoute['answer'];
}

const routes: readonly Route[] = [
  { method: 'POST', path: /^\/v1\/images\/generations$/, route: 'generate', answer: answerGenerate },
  { method: 'POST', path: /^\/v1\/images\/edits$/, route: 'edit', answer: answerEdit },
  { method: 'POST', path: /^\/v1\/responses$/, route: 'respond', answer: answerRespond },
  { method: 'GET', path: /^\/v1\/responses\/([^/]+)$/, route: 'get-response', answer: answerGetResponse },
  { method: 'DELETE', path: /^\/v1\/responses\/([^/]+)$/, route: 'delete-response', answer: answerDeleteResponse },
  { method: 'POST', path: /^\/v1\/responses\/([^/]+)\/cancel$/, route: 'cancel-response', answer: answerCancelResponse },
  { method: 'POST', path: /^\/v1\/files$/, route: 'upload-file', answer: answerUploadFile },
  { method: 'GET', path: /^\/v1\/files$/, route: 'list-files', answer: answerListFiles },
  { method: 'GET', path: /^\/v1\/files\/([^/]+)$/, route: 'get-file', answer: answerGetFile },
  { method: 'GET', path: /^\/v1\/files\/([^/]+)\/content$/, route: 'get-file-content', answer: answerGetFileContent },
  { method: 'DELETE', path: /^\/v1\/files\/([^/]+)$/, route: 'delete-file', answer: answerDeleteFile },
  { method: 'POST', path: /^\/v1\/batches$/, route: 'create-batch', answer: answerCreateBatch },
  { method: 'GET', path: /^\/v1\/batches$/, route: 'list-batches', answer: answerListBatches },
  { method: 'GET', path: /^\/v1\/batches\/([^/]+)$/, route: 'get-batch', answer: answerGetBatch },
  { method: 'POST', path: /^\/v1\/batches\/([^/]+)\/cancel$/, route: 'cancel-batch', answer: answerCancelBatch },
  { method: 'GET', path: /^\/v1\/models$/, route: 'list-models', answer: answerListModels },
  { method: 'GET', path: /^\/v1\/models\/([^/]+)$/, route: 'get-model', answer: answerGetModel },
];

/** The route of a request; a path or method that nothing answers finds one that throws 404 or 405. */
export function findRoute(method: string, path: string): FoundRoute {
  for (const each of routes) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (match !== null) return { route: each.route, id: match[1] ?? '', answer: each.answer };
  }
  return { route: 'unknown', id: '', answer: async () => refuse(method, path) };
}

function refuse(method: string, path: string): never {
  if (!routes.some((each) => each.path.test(path))) throw refuseNotFound(`Invalid URL (${method} ${path})`);
  throw new ApiError({ status: 405, message: `Not allowed to ${method} on ${path}.`, code: 'method_not_supported' });
}
