/** Environment variables by name. */
type Variables = { readonly [name: string]: string | undefined };

/** Words in names under which keys and passwords travel: `OPENAI_API_KEY`, `GITHUB_TOKEN`. Sockets and files of a session, such as `XAUTHORITY`, are none, nor are git's settings, whose names are called keys. */
const secretName = /^(?!GIT_CONFIG_)(?:.*[^a-z])?(?:api|auth)?(?:key|token|secret|passwd|password|credential)s?(?:[^a-z]|$)/i;

/** The variables that another program may be started with: what looks like a key or a password by its name stays here. */
export function withoutSecrets(variables: Variables): { [name: string]: string } {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined || secretName.test(name) ? [] : [[name, value]])));
}
