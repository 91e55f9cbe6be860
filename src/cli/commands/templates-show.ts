import { exitCode } from '../../diagnostics/define.ts';
import type { TemplateView } from '../../start/describe-template.ts';
import type { CommandInput } from '../command.ts';
import { createPalette, type Palette } from '../palette.ts';
import { wrapText } from '../wrap-text.ts';

/** `visuals templates show <name>`: all that one needs to use a template. */
export async function runTemplatesShow({ flags, operands, io }: CommandInput): Promise<number> {
  const { showTemplate } = await import('../../list-templates.ts');
  const view = await showTemplate({ root: io.cwd, name: operands[0] ?? '' });
  io.stdout.write(flags.json ? `${JSON.stringify(view)}\n` : formatTemplate(view, createPalette(flags, io, io.stdout), Math.min(io.stdout.columns, 100)));
  return exitCode.ok;
}

function formatTemplate({ name, description, slots, data, sampleData, prompt, picture }: TemplateView, palette: Palette, columns: number): string {
  const widest = Math.max(...slots.map((slot) => slot.name.length), ...data.map((field) => field.name.length));
  const rows = slots.map((slot) => {
    const words = slot.sample === undefined ? '' : palette.dim(`  “${slot.sample}”`);
    return `  ${slot.name.padEnd(widest)}  ${[slot.is, ...slot.notes].join(', ')}${words}\n`;
  });
  const fields = data.map((field) => `  ${field.name.padEnd(widest)}  ${field.type}${field.optional ? ', may be absent' : ''}\n`);
  const section = (title: string, lines: readonly string[]): string => (lines.length === 0 ? '' : `\n${palette.bold(title)}\n${lines.join('')}`);
  return [
    `${palette.bold(name)}\n${wrapText(description, columns)}\n`,
    section('Slots', rows),
    section('Data', fields),
    section('Sample data', sampleData === undefined ? [] : [`  ${JSON.stringify(sampleData)}\n`]),
    section('Prompt for the picture that it wants', prompt === undefined ? [] : indent(prompt)),
    section('A picture of it', picture === undefined ? [] : [`  ${picture}\n`]),
  ].join('');
}

function indent(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd() + '\n');
}
