import { ensurePackage } from './debian-packages.ts';

/** What tests need beyond npm, installed once before they start, so that two of them never ask for it at the same time. Where it can't be, those tests skip by name. */
export default function installPackages(): void {
  ensurePackage('chromium-headless-shell', 'chromium-headless-shell');
  ensurePackage('libimage-exiftool-perl', 'exiftool');
  ensurePackage('redis-server', 'redis-server');
  ensurePackage('nginx-light', 'nginx');
}
