import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributesTaken, gitLfsMissing } from './diagnostics/lock.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { lockName } from './lock/lock-file.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { askGit } from './project/ask-git.ts';
import { describeHost } from './project/host.ts';
import { vaultName } from './project/open-paid-art.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** What the file of git's attributes says now. */
export interface TrackReport {
  readonly exit: number;
  /** Relative to the root. */
  readonly file: string;
  /** Lines that were added. */
  readonly added: readonly string[];
  /** Whether Git LFS is installed here. */
  readonly lfs: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

const file = '.gitattributes';

/** The bought pictures by their shelves, not the papers beside them; and a lock whose lines git unites in a merge. */
const wanted = [
  { pattern: `${vaultName}/[0-9a-f][0-9a-f]/*`, attributes: 'filter=lfs diff=lfs merge=lfs -text' },
  { pattern: lockName, attributes: 'merge=union' },
] as const;

/**
 * Lets git keep the bought pictures with LFS and unite the lock's lines in a merge: adds what is missing to `.gitattributes` beside the config. Lines that are there stay
 * as they are, also those about the same paths.
 */
export async function trackVault(options: ProjectOptions = {}): Promise<TrackReport> {
  const host = describeHost(options);
  const lfs = (await askGit(host, ['lfs', 'version'])) !== undefined;
  try {
    const { added, taken } = extend(join(host.root, file));
    const diagnostics = [...taken.map((line) => attributesTaken({ file, line })), ...(lfs ? [] : [gitLfsMissing({ file })])];
    return { exit: findWorstExit(diagnostics), file, added, lfs, diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), file, added: [], lfs, diagnostics: error.diagnostics };
  }
}

function extend(path: string): { readonly added: readonly string[]; readonly taken: readonly string[] } {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const there = text.split(/\r?\n/).map((line) => line.trim());
  const findLine = (pattern: string): string | undefined => there.find((line) => line.split(/\s+/)[0] === pattern);
  const added = wanted.filter(({ pattern }) => findLine(pattern) === undefined).map(formatLine);
  const taken = wanted.flatMap((line) => {
    const found = findLine(line.pattern);
    return found === undefined || found.split(/\s+/).join(' ') === formatLine(line) ? [] : [found];
  });
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : `${text}${ending}`;
  if (added.length > 0) writeFileAtomic(path, `${start}${added.map((line) => `${line}${ending}`).join('')}`);
  return { added, taken };
}

function formatLine({ pattern, attributes }: (typeof wanted)[number]): string {
  return `${pattern} ${attributes}`;
}
