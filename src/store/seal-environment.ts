import { createHash } from 'node:crypto';

/** Environment variables by name. */
export interface EnvironmentValues {
  readonly [name: string]: string | undefined;
}

/** Digest of each variable's value: the values themselves may be secrets and are not kept. */
export function sealEnvironment(names: readonly string[], environment: EnvironmentValues): { readonly [name: string]: string } {
  return Object.fromEntries(names.map((name) => [name, computeSeal(environment[name])]));
}

/** Whether the variables still have the values that they were sealed with. */
export function hasSameEnvironment(seals: { readonly [name: string]: string }, environment: EnvironmentValues): boolean {
  return Object.entries(seals).every(([name, seal]) => computeSeal(environment[name]) === seal);
}

/** A variable that is not set differs from an empty one. */
function computeSeal(value: string | undefined): string {
  return value === undefined ? '' : createHash('sha256').update(value).digest('hex');
}
