/** What a request is for. `batch-line` is one line of a batch, which no request of its own brings. */
export type RouteName =
  | 'generate'
  | 'edit'
  | 'respond'
  | 'get-response'
  | 'cancel-response'
  | 'delete-response'
  | 'upload-file'
  | 'list-files'
  | 'get-file'
  | 'get-file-content'
  | 'delete-file'
  | 'create-batch'
  | 'list-batches'
  | 'get-batch'
  | 'cancel-batch'
  | 'batch-line'
  | 'list-models'
  | 'get-model'
  | 'unknown';

/** The routes that cost money. */
export const paidRoutes: readonly RouteName[] = ['generate', 'edit', 'respond'];
