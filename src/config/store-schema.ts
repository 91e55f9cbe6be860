import * as z from 'zod';
import { findNamespaceProblem, findPublicKeyProblem, findStoreUrlProblem, findTrustedNameProblem } from '../sharing/check-settings.ts';
import { choose, closed, fieldOf, keyFromFile, keyFromVariable, word } from './schema-parts.ts';

const url = z.string().superRefine((text, context) => {
  if (/^https?:[^]*@/.test(text))
    context.addIssue({ code: 'custom', message: 'holds a password', params: { code: 'SECRET_IN_CONFIG', problem: 'holds a password' } });
  else complain(findStoreUrlProblem(text), context);
});

const namespace = z.string().superRefine((text, context) => complain(findNamespaceProblem(text), context));
const publicKey = z.string().superRefine((text, context) => complain(findPublicKeyProblem(text), context));
const publicKeys = choose<string[]>((value) => (Array.isArray(value) ? z.array(publicKey).min(1) : publicKey.transform((each) => [each])));

const trusted = z.record(z.string(), publicKeys).superRefine((names, context) => {
  for (const name of Object.keys(names)) complain(findTrustedNameProblem(name), context, [name]);
});

const key = choose<z.output<typeof keyFromVariable> | z.output<typeof keyFromFile>>((value) =>
  fieldOf(value, 'file') !== undefined ? keyFromFile : keyFromVariable,
);

/** Where a team keeps results together. */
export const store = closed({
  url,
  endpoint: z.url().optional(),
  region: word.optional(),
  namespace: namespace.optional(),
  trusted: trusted.optional(),
  key: key.optional(),
});

function complain(problem: string | undefined, context: z.core.$RefinementCtx, path: readonly string[] = []): void {
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: [...path] });
}
