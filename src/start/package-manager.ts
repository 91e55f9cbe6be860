import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package manager, as its command is called. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const lockFiles: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * The package manager of a folder: what `packageManager` of its package.json says, else whose lock file lies in it or in a folder above, as in a monorepo, else the one that
 * runs us, else npm.
 * @param agent `npm_config_user_agent`, which every package manager sets
 */
export function detectPackageManager(root: string, declared: unknown, agent: string | undefined): PackageManager {
  return readName(declared) ?? findByLock(root) ?? readName(agent) ?? 'npm';
}

/** The words that install packages for development. */
export function describeInstall(manager: PackageManager, packages: readonly string[]): readonly [program: string, ...words: readonly string[]] {
  const flag = { npm: '--save-dev', pnpm: '--save-dev', yarn: '--dev', bun: '--dev' }[manager];
  return [manager, manager === 'npm' ? 'install' : 'add', flag, ...packages];
}

/** How the manager runs a command that a package brought. */
export function describeRun(manager: PackageManager): string {
  return { npm: 'npx', pnpm: 'pnpm exec', yarn: 'yarn', bun: 'bunx' }[manager];
}

/** `pnpm@10.2.0` and `pnpm/10.2.0 npm/? node/v24` → `pnpm`. */
function readName(text: unknown): PackageManager | undefined {
  const name = typeof text === 'string' ? /^(npm|pnpm|yarn|bun)[@/]/.exec(text)?.[1] : undefined;
  return name as PackageManager | undefined;
}

function findByLock(folder: string): PackageManager | undefined {
  const found = lockFiles.find(([file]) => existsSync(join(folder, file)));
  if (found !== undefined) return found[1];
  const above = dirname(folder);
  // A repository ends there, whatever lies in folders above it.
  return above === folder || existsSync(join(folder, '.git')) ? undefined : findByLock(above);
}
