import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { fontUnpackaged, installFailed } from '../diagnostics/project.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { withoutSecrets } from '../model/without-secrets.ts';
import { usualFont } from './detect-fonts.ts';
import type { FoundFont } from './detect-fonts.ts';
import type { Site } from './inspect-site.ts';
import { describeInstall } from './package-manager.ts';

/** How packages are installed. */
export interface InstallOptions {
  /** Whether they are; default true. */
  readonly install?: boolean;
  readonly dryRun?: boolean;
  /** Further packages, such as those of fonts for other scripts. */
  readonly also?: readonly string[];
  /** Version of `visuals`. */
  readonly version: string;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly onOutput?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** What was installed, and the font that the project has now. */
export interface Installation {
  /** The command, and whether it ran to its end; none where nothing is missing. */
  readonly install?: { readonly command: string; readonly ran: boolean };
  readonly font: FoundFont;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Installs the tool itself and the font, with the site's own package manager. The name of a font's package is derived from its family: where the registry knows no such
 * package, the usual font takes its place, and it is told.
 */
export async function installMissing(site: Site, options: InstallOptions): Promise<Installation> {
  const { font } = site;
  const packages = listMissing(site, options);
  if (packages.length === 0) return { font, diagnostics: [] };
  const [program, ...words] = describeInstall(site.manager, packages);
  const command = [program, ...words].join(' ');
  if (options.install === false || options.dryRun === true) return { install: { command, ran: false }, font, diagnostics: [] };
  const { problem, said } = await runInstall([program, ...words], site.root, options);
  if (problem === undefined) return { install: { command, ran: true }, font, diagnostics: [] };
  if (font.install !== undefined && font.install !== usualFont.install && isUnknown(font.install, said)) {
    const instead = await installMissing({ ...site, font: usualFont }, options);
    const { family, where, install } = font;
    return { ...instead, diagnostics: [fontUnpackaged({ family, where, name: install, instead: usualFont.family }), ...instead.diagnostics] };
  }
  return { install: { command, ran: false }, font, diagnostics: [installFailed({ command, problem: explain(said) ?? problem })] };
}

function listMissing({ root, packages, font }: Site, { version, also = [] }: InstallOptions): readonly string[] {
  const isThere = (name: string): boolean => packages.includes(name) || existsSync(join(root, 'node_modules', name));
  // A config that is there names its own fonts.
  const fonts = existsSync(join(root, 'visuals.config.ts')) ? [] : [...new Set([font.install, ...also])].filter((name) => name !== undefined);
  return [...(isThere('visuals') ? [] : [`visuals@${version}`]), ...fonts.filter((name) => !isThere(name))];
}

/** All package managers say the number, and the name in a path or as it is. */
function isUnknown(name: string, said: string): boolean {
  return /\b404\b/.test(said) && (said.includes(name) || said.includes(name.replace('/', '%2f')));
}

/** What is commonly the matter, in plain words. */
function explain(said: string): string | undefined {
  if (/\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED)\b/.test(said)) return 'could not reach the registry';
  return /\b404\b/.test(said) ? 'asked the registry for a package that it does not have' : undefined;
}

interface Ended {
  /** What went wrong; undefined when nothing did. */
  readonly problem: string | undefined;
  /** All that it printed. */
  readonly said: string;
}

/** Whoever started this with `npm --silent` hands its silence on, and nobody would know what went wrong. */
const aloud = { npm_config_loglevel: 'warn' };

/** On Windows package managers are scripts that only a shell starts; the words are ours and hold nothing that it would read. */
function runInstall(
  [program, ...words]: readonly [string, ...(readonly string[])],
  root: string,
  { environment, onOutput, signal }: InstallOptions,
): Promise<Ended> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(program, words, {
      cwd: root,
      env: { ...withoutSecrets(environment), ...aloud },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: platform === 'win32',
    });
    const stop = (): void => void child.kill();
    const take = (text: string): void => {
      said += text;
      onOutput?.(text);
    };
    const end = (problem?: string): void => {
      signal?.removeEventListener('abort', stop);
      resolve({ problem, said });
    };
    signal?.addEventListener('abort', stop);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', take);
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('close', (code) => end(code === 0 ? undefined : `ended with ${code}`));
  });
}
