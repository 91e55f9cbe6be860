import { describe, expect, it } from 'vitest';
import { commandFlags } from '../../src/cli/command-flags.ts';
import { findDiagnostics, formatStack } from '../../src/cli/find-diagnostics.ts';
import { reportFailure } from '../../src/cli/report-failure.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { wrapText } from '../../src/cli/wrap-text.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { createFakeIo } from './fake-io.ts';
import { diagnostic } from './samples.ts';

async function run(...words: string[]): Promise<{ exit: number; stdout: string; stderr: string }> {
  const io = createFakeIo();
  const exit = await runCommandLine(words, io);
  return { exit, ...io.written };
}

describe('the command line', () => {
  it('has help for everything, on stdout, exit 0', async () => {
    const { exit, stdout, stderr } = await run('--help');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    for (const name of Object.keys(commandFlags)) expect(stdout).toContain(`  ${name.split(' ')[0]} `);
    const build = await run('build', '--help');
    for (const flag of commandFlags.build) expect(build.stdout).toContain(`--${flag}`);
    expect(build.exit).toBe(0);
  });

  it('shows help and fails when nothing is asked for', async () => {
    for (const words of [[], ['cache']]) {
      const { exit, stdout, stderr } = await run(...words);
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
      expect(stderr).toContain('Usage: visuals');
    }
  });

  it('knows its version beside other words', async () => {
    expect(await run('--version', 'build')).toEqual({ exit: 0, stdout: '1.2.3\n', stderr: '' });
  });

  it.each([
    [['buidl'], /unknown command 'buidl' \(Did you mean build\?\)/, 'visuals --help'],
    [['build', '--frozn'], /unknown option '--frozn' \(Did you mean --frozen\?\)/, 'visuals build --help'],
    [['build', '--jobs'], /option '--jobs <count>' argument missing/, 'visuals build --help'],
    [['build', 'extra'], /too many arguments/, 'visuals build --help'],
    [['why'], /missing required argument 'asset'/, 'visuals why --help'],
    [['cache', 'verfy'], /unknown command 'verfy' \(Did you mean verify\?\)/, 'visuals cache --help'],
    [['plan', '--frozen'], /unknown option '--frozen'/, 'visuals plan --help'],
  ])('refuses %j', async (words, message, help) => {
    const { exit, stdout, stderr } = await run(...words);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/^error\[USAGE_INVALID\] /);
    expect(stderr).toMatch(message);
    expect(stderr).toContain(`fix: See ${help}.`);
  });

  it('refuses a value that a flag cannot take', async () => {
    const { exit, stderr } = await run('build', '--jobs', 'many');
    expect(exit).toBe(2);
    expect(stderr).toContain('error[FLAG_INVALID] --jobs got "many"');
  });

  it('tells mistakes as JSON when JSON is asked for', async () => {
    const { exit, stdout, stderr } = await run('plan', '--json', '--frozn');
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ exit: 2, diagnostics: [{ code: 'USAGE_INVALID' }] });
    const build = await run('build', '--json', '--jobs', '0');
    expect(JSON.parse(build.stdout)).toMatchObject({ type: 'report', report: { exit: 2, diagnostics: [{ code: 'FLAG_INVALID' }] } });
  });
});

describe('explain', () => {
  it('tells what a code means, however it is written', async () => {
    const { exit, stdout } = await run('explain', 'internal');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^INTERNAL {2}error, exit code 70: a fault in visuals itself\n\nAn exception/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('suggests a code for one that is not', async () => {
    const { exit, stderr } = await run('explain', 'USAGE_INVALD');
    expect(exit).toBe(2);
    expect(stderr).toContain('there is no diagnostic "USAGE_INVALD" (did you mean "USAGE_INVALID"?)');
  });

  it('lists all of them, as text and as JSON', async () => {
    const { stdout } = await run('explain');
    const list: unknown = JSON.parse((await run('explain', '--json')).stdout);
    expect(stdout).toMatch(/^INTERNAL +error, exit 70$/m);
    expect(list).toContainEqual(expect.objectContaining({ code: 'INTERNAL', severity: 'error', exit: 70 }));
    expect(stdout.trimEnd().split('\n')).toHaveLength((list as unknown[]).length);
  });
});

describe('failures', () => {
  it('take the gravest exit code of their diagnostics', () => {
    const io = createFakeIo();
    const error = new VisualsError([diagnostic({ exit: 1 }), diagnostic({ exit: 6, message: 'disk' }), diagnostic({ exit: 2, message: 'config' })]);
    expect(reportFailure(error, { name: 'plan', flags: {} }, io)).toBe(6);
  });

  it('are INTERNAL when nobody foresaw them, with the stack for --debug only', () => {
    const error = new TypeError('x is not a function\nsecond line');
    const short = createFakeIo();
    expect(reportFailure(error, { name: 'plan', flags: {} }, short)).toBe(70);
    expect(short.written.stderr).toContain('error[INTERNAL] unexpected TypeError: x is not a function\n');
    expect(short.written.stderr).not.toContain('run-command-line.test.ts');
    const long = createFakeIo();
    reportFailure(error, { name: 'plan', flags: { debug: true } }, long);
    expect(long.written.stderr).toContain('run-command-line.test.ts');
  });

  it('can be anything that is thrown', () => {
    expect(findDiagnostics('text')[0]?.message).toBe("unexpected string: 'text'");
    expect(findDiagnostics(undefined)[0]?.message).toBe('unexpected undefined: undefined');
    expect(formatStack(null)).toBe('null\n');
  });
});

describe('wrapText', () => {
  it('breaks between words', () => {
    expect(wrapText('aaa bbb  ccc\nddddddddd e', 7)).toBe('aaa bbb\nccc\nddddddddd\ne');
    expect(wrapText('', 7)).toBe('');
  });
});
