import { Command, CommanderError, Option, type OutputConfiguration } from 'commander';
import { exitCode } from '../diagnostics/define.ts';
import { usageInvalid } from '../diagnostics/usage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { commandDescriptions, commandFamilies } from './command-descriptions.ts';
import { commandFlags, type CommandName } from './command-flags.ts';
import { findIdleFlags } from './find-idle-flags.ts';
import { flagSpecs, type FlagName, type FlagSpec, type RawFlags } from './flags.ts';
import type { Io } from './io.ts';
import { reportFailure } from './report-failure.ts';
import { runCommand, type ParsedCommand } from './run-command.ts';

/** Reads any command line: help, every command, and mistakes, which are answered with what was probably meant. */
export async function runFullCommandLine(words: readonly string[], io: Io): Promise<number> {
  let parsed: ParsedCommand | undefined;
  let complaint = '';
  const output = {
    writeOut: (text: string) => io.stdout.write(text),
    writeErr: (text: string) => {
      complaint += text;
    },
    getOutHelpWidth: () => Math.min(io.stdout.columns, 120),
    getErrHelpWidth: () => Math.min(io.stderr.columns, 120),
  };
  const program = createProgram(io.version, output, (command) => {
    parsed = command;
  });
  try {
    program.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCode.ok;
    return reportUsage(error, complaint, words, io);
  }
  if (parsed === undefined) return exitCode.ok;
  const idle = findIdleFlags(parsed.name, parsed.flags);
  if (idle.length > 0) return reportIdle(idle, parsed, io);
  return runCommand(parsed, io);
}

function reportIdle(idle: readonly string[], { name, flags }: ParsedCommand, io: Io): number {
  return reportFailure(new VisualsError(idle.map((problem) => usageInvalid({ problem, help: `visuals ${name} --help` }))), { name, flags }, io);
}

function createProgram(version: string, output: OutputConfiguration, found: (command: ParsedCommand) => void): Command {
  const program = new Command('visuals').description('Design as code: builds every size, locale, variant and format of a brand’s pictures.');
  program.version(version, '-V, --version', 'print the version').helpOption('-h, --help', 'print help').exitOverride().configureOutput(output);
  // Flags belong to the word that they follow: a command may have flags and subcommands that have the same ones.
  program.enablePositionalOptions();
  for (const name of Object.keys(commandDescriptions) as CommandName[]) addCommand(program, name, found);
  return program;
}

function addCommand(program: Command, name: CommandName, found: (command: ParsedCommand) => void): void {
  const { summary, operands = [] } = commandDescriptions[name];
  const [first = '', second] = name.split(' ');
  const parent =
    second === undefined
      ? program
      : (program.commands.find((each) => each.name() === first) ?? program.command(first).description(commandFamilies[first] ?? ''));
  const command = parent
    .command(second ?? first)
    .description(summary)
    .enablePositionalOptions();
  for (const operand of operands) command.argument(...operand);
  for (const flag of commandFlags[name]) command.addOption(createOption(flag));
  command.action(() => {
    found({ name, flags: readOptions(command, commandFlags[name]), operands: command.args });
  });
}

function createOption(name: FlagName): Option {
  const { value, many, description }: FlagSpec = flagSpecs[name];
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, description);
  return many ? option.argParser((written: string, before: readonly string[] | undefined) => [...(before ?? []), written]) : option;
}

/** Commander turns `--no-color` into `color: false` and `--dry-run` into `dryRun`; here every flag has its own name. */
function readOptions(command: Command, names: readonly FlagName[]): RawFlags {
  const values: { readonly [name: string]: RawFlags[FlagName] } = command.opts();
  return Object.fromEntries(names.map((name) => [name, name.startsWith('no-') ? values[camelCase(name.slice(3))] === false : values[camelCase(name)]]));
}

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

/** Nothing asked for gets the help, a mistake gets a diagnostic. */
function reportUsage(error: CommanderError, complaint: string, words: readonly string[], io: Io): number {
  if (error.code === 'commander.help') {
    io.stderr.write(complaint);
    return exitCode.usage;
  }
  const problem = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  const [command = ''] = words;
  const known = Object.keys(commandFlags).some((name) => name.split(' ')[0] === command);
  const flags = { json: words.includes('--json'), 'no-color': words.includes('--no-color') };
  return reportFailure(new VisualsError(usageInvalid({ problem, help: known ? `visuals ${command} --help` : 'visuals --help' })), { name: command, flags }, io);
}
