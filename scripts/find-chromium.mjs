import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** Debian's. */
const installer = 'apt-get';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** How it is started: without a screen, without a sandbox, which a container has no rights for, and without calling home. */
export const chromiumFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium of this machine.
 * @param {{ install: boolean, log?: (line: string) => void }} options whether Debian's may be installed when there is none, which takes root
 * @returns {string | undefined} its path
 */
export function findChromium({ install, log = () => undefined }) {
  const found = look();
  if (found !== undefined || !install) return found;
  if (process.getuid?.() !== 0) throw new Error('Installing Chromium takes root.');
  log('installing chromium-headless-shell');
  for (const words of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium-headless-shell']]) {
    const { status } = spawnSync(installer, ['--quiet', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`${installer} ${words[0]} ended with ${status}`);
  }
  return look();
}

function look() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), chromium.executablePath()];
  return paths.find(canRun);
}

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
