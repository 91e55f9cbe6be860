#!/usr/bin/env node
import module from 'node:module';
import manifest from '../package.json' with { type: 'json' };

const words = process.argv.slice(2);
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) process.stdout.write(`${manifest.version}\n`);
else {
  keepCompiledCode();
  const { runCli } = await import('./cli/run-cli.ts');
  process.exitCode = await runCli(words, manifest.version);
}

/** Where this Node can, it keeps the compiled code of what is imported from here on, for the next start. */
function keepCompiledCode(): void {
  if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') module.enableCompileCache();
}
