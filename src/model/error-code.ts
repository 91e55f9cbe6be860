/** The code of an error of the system or of Node, such as `ENOENT`; undefined where it has none. */
export function readErrorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
