#!/usr/bin/env node
import { writeSync } from 'node:fs';
import module from 'node:module';

/** Put in when the package is built: reading package.json would be the longest part of telling the version. */
declare const VISUALS_VERSION: string;

const words = process.argv.slice(2);
if (isTooOld(process.versions.node)) void import('./cli/refuse-node.ts').then(({ refuseNode }) => refuseNode(process.versions.node));
else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) tellVersion();
else {
  keepCompiledCode();
  void import('./cli/run-cli.ts').then(async ({ runCli }) => {
    process.exitCode = await runCli(words, VISUALS_VERSION);
  });
}

/** Before 20.19, as package.json has it: such a Node lacks what is called everywhere, and would fail somewhere, in words of its own. */
function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 20 || (major === 20 && minor < 19);
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
