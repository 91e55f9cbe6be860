import * as z from 'zod';
import { studioPaths, type StudioAction, type StudioRequests } from '../api.ts';

const cellId = z.string().min(1).max(400);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(16_000);

/** The shapes of all requests; what is not in them is refused, so that nothing unexpected travels further. */
const shapes = {
  [studioPaths.focus]: z.strictObject({ cells: z.array(cellId).max(2000) }),
  [studioPaths.review]: z.strictObject({
    cells: z.record(cellId, digest),
    verdict: z.enum(['approved', 'rejected']),
    comment: z.string().max(2000),
  }),
  [studioPaths.pick]: z.strictObject({ asset: z.string().min(1).max(200), digest }),
  [studioPaths.copy]: z.strictObject({ locale: z.string().min(1).max(60), key: z.string().min(1).max(400), before: text, text }),
  [studioPaths.generate]: z.strictObject({ arts: z.array(z.string().min(1).max(400)).min(1).max(500), cap: z.number().positive().max(10_000) }),
} satisfies { readonly [path in StudioAction]: z.ZodType };

/** The request that a body holds; undefined when it is none of the path's shape. */
export function parseRequest<Path extends StudioAction>(path: Path, body: unknown): StudioRequests[Path] | undefined {
  const parsed = shapes[path].safeParse(body);
  return parsed.success ? (parsed.data as StudioRequests[Path]) : undefined;
}
