/** The keys on the way that a message writes as `rows[0].label`. */
export function splitPath(path: string): readonly string[] {
  return path.split(/[.[\]]+/).filter((part) => part !== '');
}
