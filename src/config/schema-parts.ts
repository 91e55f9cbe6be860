import * as z from 'zod';
import { findPathProblem } from './check-names.ts';
import type { NameProblem } from './check-names.ts';

/** An object that takes no other keys. The message of such an issue is the JSON list of the known keys: whoever tells it needs them. */
export function closed<const Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? JSON.stringify(Object.keys(shape)) : undefined) });
}

/** A value whose schema follows from what was written, so that its issues speak of that form alone. */
export function choose<Output>(pick: (value: unknown) => z.ZodType<Output>) {
  return z.unknown().transform((value, context): Output => {
    const result = pick(value).safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
    return z.NEVER;
  });
}

/** A path or pattern; what `find` says of it becomes `PATH_INVALID`. */
export function pathString(find: (path: string) => NameProblem | undefined) {
  return z.string().superRefine((path, context) => {
    const found = find(path);
    if (found !== undefined) context.addIssue({ code: 'custom', message: found.problem, params: { ...found, code: 'PATH_INVALID' } });
  });
}

/** A path of a file of the project. */
export const projectPath = pathString(findPathProblem);

/** Text with at least one character. */
export const word = z.string().min(1);

/** At least one text. */
export const words = z.array(word).min(1);

/** A secret in an environment variable. */
export const keyFromVariable = closed({ env: z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of an environment variable') });

/** A secret in a file of the project. */
export const keyFromFile = closed({ file: projectPath });

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text);

/** How long and where something may be shown. */
export const rights = {
  expires: z.string().refine(isDay, 'is no day; write it as 2027-03-31').optional(),
  territories: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'is no country code of ISO 3166; write it as DE'))
    .min(1)
    .optional(),
};

/** A field of a value whose shape is not known yet. */
export function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}
