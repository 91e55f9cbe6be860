#!/usr/bin/env node
import { writeSync } from 'node:fs';
import module from 'node:module';

/** Put in when the package is built: reading package.json would be the longest part of telling the version. */
declare const VISUALS_VERSION: string;

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) tellVersion();
else {
  keepCompiledCode();
  void import('./cli/run-cli.ts').then(async ({ runCli }) => {
    process.exitCode = await runCli(words, VISUALS_VERSION);
  });
}

/** Written to the descriptor itself: the stream in front of it takes longer to set up than all the rest. */
function tellVersion(): void {
  try {
    writeSync(1, `${VISUALS_VERSION}\n`);
  } catch {
    // Whoever asked is no longer there.
  }
}

/** Where this Node can, it keeps the compiled code of what is imported from here on, for the next start. */
function keepCompiledCode(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}
