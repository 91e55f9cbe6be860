import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const self = fileURLToPath(new URL('./src/index.ts', import.meta.url));
/** Folder of another version of the `openai` package, for the tests of the adapter. */
const openai = process.env['VISUALS_OPENAI'];

export default defineConfig({
  resolve: { alias: { visuals: self, ...(openai === undefined ? {} : { openai }) } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/install-packages.ts', 'test/support/current-dist.ts'],
    setupFiles: ['test/support/plain-environment.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A loaded machine is slow, not wrong.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
