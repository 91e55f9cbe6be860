import { ensureProgram, listFirstPrograms } from './debian-packages.ts';

/** Installs once, before any test runs, what most of them need beyond npm. Where it can't be, those tests skip by name. */
export default function installPackages(): void {
  for (const name of listFirstPrograms()) ensureProgram(name);
}
