import { exitCode } from '../../diagnostics/define.ts';
import type { CommandInput } from '../command.ts';
import { createPalette } from '../palette.ts';
import { wrapText } from '../wrap-text.ts';

/** `visuals templates`: what ships with the tool, one line each. */
export async function runTemplates({ flags, io }: CommandInput): Promise<number> {
  const { listTemplates } = await import('../../list-templates.ts');
  const templates = await listTemplates({ root: io.cwd });
  if (flags.json) {
    io.stdout.write(`${JSON.stringify(templates)}\n`);
    return exitCode.ok;
  }
  const palette = createPalette(flags, io, io.stdout);
  const widest = Math.max(...templates.map(({ name }) => name.length));
  const room = Math.max(40, Math.min(io.stdout.columns, 120) - widest - 2);
  for (const { name, description } of templates) {
    const [first = '', ...rest] = wrapText(description, room).trimEnd().split('\n');
    io.stdout.write(`${palette.bold(name.padEnd(widest))}  ${first}\n${rest.map((line) => `${' '.repeat(widest)}  ${line}\n`).join('')}`);
  }
  io.stdout.write('\nEach for tall, square, wide and banner shapes, both directions, light and dark. `visuals templates show <name>` tells more.\n');
  return exitCode.ok;
}
