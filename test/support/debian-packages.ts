import { spawnSync } from 'node:child_process';
import { getuid } from 'node:process';

/** A program that tests need beyond npm. */
interface Program {
  /** Debian's packages. */
  readonly packages: readonly string[];
  /** Commands that are there when it is. */
  readonly commands: readonly string[];
  /** Whether it is installed before any test runs; else by the file that needs it, because it is large and one file alone does. */
  readonly first: boolean;
}

/** All that tests need from Debian. */
const programs = {
  chromium: { packages: ['chromium-headless-shell'], commands: ['chromium-headless-shell'], first: true },
  exiftool: { packages: ['libimage-exiftool-perl'], commands: ['exiftool'], first: true },
  openssl: { packages: ['openssl'], commands: ['openssl'], first: true },
  nginx: { packages: ['nginx-light'], commands: ['nginx'], first: true },
  redis: { packages: ['redis-server'], commands: ['redis-server'], first: true },
  zsh: { packages: ['zsh'], commands: ['zsh'], first: true },
  fish: { packages: ['fish'], commands: ['fish'], first: true },
  python: { packages: ['python3'], commands: ['python3'], first: true },
  postgresql: { packages: ['postgresql'], commands: ['psql'], first: false },
  // S3 with signatures; some 180 MB.
  ceph: {
    packages: ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common'],
    commands: ['ceph-mon', 'ceph-osd', 'radosgw', 'radosgw-admin'],
    first: false,
  },
} as const satisfies { readonly [name: string]: Program };

/** A program that tests need. */
export type ProgramName = keyof typeof programs;

/** What is installed before any test runs, so that two of them never ask for it at the same time. */
export function listFirstPrograms(): readonly ProgramName[] {
  return (Object.keys(programs) as ProgramName[]).filter((name) => programs[name].first);
}

/**
 * Makes a program available: root installs its packages once a machine, everybody else uses it when it is there.
 * @returns whether it can be run; tests that need it are skipped by name where it can't
 */
export function ensureProgram(name: ProgramName): boolean {
  const { packages, commands } = programs[name];
  if (commands.every(isThere)) return true;
  if (getuid?.() !== 0) return false;
  run('apt-get', ['update', '-qq']);
  // Another test file may be installing something else just now.
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]);
  return commands.every(isThere);
}

function isThere(command: string): boolean {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

function run(command: string, words: readonly string[]): void {
  spawnSync(command, words, { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
