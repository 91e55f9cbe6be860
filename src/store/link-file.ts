import { chmodSync, linkSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readErrorCode } from '../model/error-code.ts';

/**
 * Gives a finished file a second name, and takes everybody's right to write to it: under both names it is the same bytes. Never for what people may edit, such as outputs.
 * @returns whether it could be done: not across disks, where links are unknown, or where the name is taken
 */
export function linkFile(source: string, target: string): boolean {
  try {
    link(source, target);
    chmodSync(target, 0o444);
    return true;
  } catch {
    return false;
  }
}

/** The folder is made when it is missing. */
function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (readErrorCode(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(target), { recursive: true });
    linkSync(source, target);
  }
}
