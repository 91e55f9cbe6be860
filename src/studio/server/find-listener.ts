import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Names the program that listens on a port of this machine, as `node (process 4711)`, where Linux tells of it; undefined where nobody can be named, such as a program of
 * another account.
 */
export function findListener(port: number): string | undefined {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listSockets(table, port));
  const owner = attempt(() => readdirSync('/proc'))?.find((id) => /^\d+$/.test(id) && holds(id, sockets));
  const name = owner === undefined ? undefined : attempt(() => readFileSync(`/proc/${owner}/comm`, 'utf8'))?.trim();
  return name === undefined ? undefined : `${name} (process ${owner})`;
}

/** Of each line of the table, the second field is the address, the fourth the state, the tenth the socket's number. */
function listSockets(table: string, port: number): readonly string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = (attempt(() => readFileSync(table, 'utf8')) ?? '').split('\n').map((line) => line.trim().split(/\s+/));
  return lines.filter((fields) => fields[1]?.endsWith(wanted) && fields[3] === listening).map((fields) => `socket:[${fields[9]}]`);
}

/** The kernel's number for a socket that listens. */
const listening = '0A';

function holds(id: string, sockets: readonly string[]): boolean {
  const handles = sockets.length === 0 ? [] : (attempt(() => readdirSync(`/proc/${id}/fd`)) ?? []);
  return handles.some((handle) => sockets.includes(attempt(() => readlinkSync(`/proc/${id}/fd/${handle}`)) ?? ''));
}

/** Processes come and go, and those of others are closed to us. */
function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
