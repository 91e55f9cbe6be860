import { listDiagnosticKinds } from '../../diagnostics/catalogue.ts';
import { exitCode, type DiagnosticKind } from '../../diagnostics/define.ts';
import { codeUnknown } from '../../diagnostics/usage.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { createPalette, type Palette } from '../palette.ts';
import { wrapText } from '../wrap-text.ts';

/** `visuals explain [code]`: what a diagnostic means and what to do; all of them without a code. */
export async function runExplain({ flags, operands, io }: CommandInput): Promise<number> {
  const kinds = listDiagnosticKinds();
  const [written] = operands;
  const palette = createPalette(flags, io, io.stdout);
  if (written === undefined) {
    io.stdout.write(flags.json ? `${JSON.stringify(kinds.map(describeKind))}\n` : formatList(kinds, palette));
    return exitCode.ok;
  }
  const kind = kinds.find(({ code }) => code === written.toUpperCase());
  if (kind === undefined) throw new VisualsError(codeUnknown({ code: written, known: kinds.map(({ code }) => code) }));
  io.stdout.write(flags.json ? `${JSON.stringify(describeKind(kind))}\n` : formatKind(kind, palette, Math.min(io.stdout.columns, 100)));
  return exitCode.ok;
}

function describeKind({ code, severity, exit, explain }: DiagnosticKind): DiagnosticKind {
  return { code, severity, exit, explain };
}

function formatKind({ code, severity, exit, explain }: DiagnosticKind, palette: Palette, columns: number): string {
  const paint = severity === 'error' ? palette.red : palette.yellow;
  const consequence = severity === 'error' ? `exit code ${exit}: ${exitMeanings[exit] ?? 'see the manual'}` : 'does not change the exit code';
  return `${palette.bold(paint(code))}  ${severity}, ${consequence}\n\n${wrapText(explain, columns)}\n`;
}

function formatList(kinds: readonly DiagnosticKind[], palette: Palette): string {
  const widest = Math.max(0, ...kinds.map(({ code }) => code.length));
  return kinds.map(({ code, severity, exit }) => `${palette.bold(code.padEnd(widest))}  ${severity}${severity === 'error' ? `, exit ${exit}` : ''}\n`).join('');
}

const exitMeanings: { readonly [exit: number]: string } = {
  [exitCode.someFailed]: 'some assets failed, the others were built',
  [exitCode.usage]: 'the command line or the config is wrong, nothing was built',
  [exitCode.budget]: 'a budget or an approval is missing',
  [exitCode.unknownPayment]: 'the outcome of a paid request is unknown',
  [exitCode.locked]: 'another build has the lock',
  [exitCode.storage]: 'the disk or the cache failed',
  [exitCode.drift]: 'the published pictures are not what the sources give',
  [exitCode.internal]: 'a fault in visuals itself',
};
