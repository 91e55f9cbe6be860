import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';

/** A program that tests need beyond npm. */
interface Program {
  /** Debian's packages. */
  readonly packages: readonly string[];
  /** Commands that are there when it is. */
  readonly commands: readonly string[];
  /** Whether it is installed before any test runs; else by the file that needs it, because it is large and one file alone does. */
  readonly first: boolean;
  /** Whether the backports of the release are asked where it has no such package itself. */
  readonly backports?: boolean;
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
  iproute: { packages: ['iproute2', 'util-linux'], commands: ['ip', 'nsenter'], first: true },
  python: { packages: ['python3'], commands: ['python3'], first: true },
  valkey: { packages: ['valkey-server'], commands: ['valkey-server'], first: false, backports: true },
  rsync: { packages: ['rsync'], commands: ['rsync'], first: false },
  faketime: { packages: ['faketime'], commands: ['faketime'], first: false },
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
  const { packages, commands, backports = false }: Program = programs[name];
  const isReady = (): boolean => commands.every(isThere);
  if (isReady()) return true;
  if (getuid?.() !== 0) return false;
  install(packages);
  if (!isReady() && backports) installFromBackports(packages);
  return isReady();
}

function install(packages: readonly string[], settings: readonly string[] = []): void {
  run('apt-get', [...settings, 'update', '-qq']);
  // Another test file may be installing something else just now.
  run('apt-get', [...settings, 'install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]);
}

/** The machine's own list of sources stays as it is: the backports are asked this once, where the release itself comes from. */
function installFromBackports(packages: readonly string[]): void {
  const release = findRelease();
  if (release === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'visuals-backports-'));
  const [sources, lists] = [join(folder, 'sources'), join(folder, 'lists')];
  try {
    cpSync('/etc/apt/sources.list.d', sources, { recursive: true });
    mkdirSync(join(lists, 'partial'), { recursive: true });
    writeFileSync(join(sources, 'backports.list'), `deb ${release.address} ${release.name}-backports main\n`);
    install(packages, ['-o', `Dir::Etc::sourceparts=${sources}`, '-o', `Dir::State::lists=${lists}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The Debian release of this machine, and where its packages come from. */
function findRelease(): { readonly address: string; readonly name: string } | undefined {
  const words = ['indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages', 'Origin: Debian', 'Component: main'];
  const releases = run('apt-get', words)
    .split('\n')
    .map((line) => line.split(' '));
  const [address, name] = releases.find(([, codename]) => codename !== undefined && !codename.includes('-')) ?? [];
  return address === undefined || name === undefined ? undefined : { address, name };
}

function isThere(command: string): boolean {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

/** @returns what it said; nothing where there is no such command */
function run(command: string, words: readonly string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { error, stdout } = spawnSync(command, words, { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 300_000, env });
  return error === undefined ? stdout : '';
}
