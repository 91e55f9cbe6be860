import { isAlive, isRunning, identifySelf } from './process-identity.ts';

/** Names of temporary files start so; who writes them follows. */
const temporaryPrefix = '.visuals-tmp-';

let named = 0;
let self: string | undefined;

/** A name that no other process gives, and that tells who gave it: process id, its start, the machine's boot and the machine, then a count. */
export function createTemporaryName(): string {
  self ??= describeSelf();
  return `${temporaryPrefix}${self}-${(named += 1)}`;
}

/** Whether a name is of a temporary file whose process is gone. Of a name that says nothing, and of another machine's process, nobody can tell: no. */
export function isLeftOver(name: string): boolean {
  if (!name.startsWith(temporaryPrefix)) return false;
  const [pid = '', start = '', boot = '', host = '', count] = name.slice(temporaryPrefix.length).split('-');
  if (!/^\d+$/.test(pid)) return false;
  // Written by a version that noted the process id alone.
  if (count === undefined) return !isRunning(Number(pid));
  const here = identifySelf();
  const whole = (short: string, own: string): string => (short === shorten(own) ? own : `not ${own}`);
  return !isAlive({ pid: Number(pid), start, boot: whole(boot, here.boot), host: whole(host, here.host) });
}

function describeSelf(): string {
  const { pid, start, boot, host } = identifySelf();
  return [pid, start, shorten(boot), shorten(host)].join('-');
}

/** Eight letters that stand for a text, by the hash FNV-1a over its code units: names stay short, and no module is loaded for it. */
function shorten(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
