import { nodeTooOld } from '../diagnostics/usage.ts';

/** Says that this Node can't run the command, in words that it can still print: nothing else is loaded. */
export function refuseNode(version: string): void {
  const { severity, code, message, fix, exit } = nodeTooOld({ version });
  process.stderr.write(`${severity}[${code}] ${message}\n  fix: ${fix}\n`);
  process.exitCode = exit;
}
