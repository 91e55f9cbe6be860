/** Environment variables by name. */
type Variables = { readonly [name: string]: string | undefined };

/** Names under which keys and passwords travel. */
const secretName = /key|token|secret|passw|credential|auth/i;

/** The variables that another program may be started with: what looks like a key or a password by its name stays here. */
export function withoutSecrets(variables: Variables): { [name: string]: string } {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined || secretName.test(name) ? [] : [[name, value]])));
}
