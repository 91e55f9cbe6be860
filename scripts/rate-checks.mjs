/**
 * Prints how well each check tells right from wrong on its cases (test/checks/cases.ts): how many wrong ones it caught, and how many right ones it blamed.
 * Ends with 1 when any was told wrongly. `node scripts/rate-checks.mjs [--json]`
 */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'visuals-rates-'));
try {
  const { checkCases } = await loadCases();
  const rates = await rate(checkCases);
  if (process.argv.includes('--json')) console.log(JSON.stringify(rates));
  else
    console.table(
      Object.fromEntries(
        rates.map(({ check, caught, wrong, blamed, right }) => [check, { 'wrong, caught': `${caught} of ${wrong}`, 'right, blamed': `${blamed} of ${right}` }]),
      ),
    );
  if (rates.some(({ caught, wrong, blamed }) => caught < wrong || blamed > 0)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The cases are TypeScript, which the oldest Node that is supported does not read. */
async function loadCases() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['test/checks/cases.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const file = join(folder, 'cases.mjs');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(file, outputFiles[0].text);
  return import(pathToFileURL(file).href);
}

async function rate(cases) {
  const rates = new Map();
  for (const { check, isRight, observe } of cases) {
    const known = rates.get(check) ?? { check, caught: 0, wrong: 0, blamed: 0, right: 0 };
    const found = (await observe()).length > 0;
    if (isRight) [known.right, known.blamed] = [known.right + 1, known.blamed + (found ? 1 : 0)];
    else [known.wrong, known.caught] = [known.wrong + 1, known.caught + (found ? 1 : 0)];
    rates.set(check, known);
  }
  return [...rates.values()];
}
