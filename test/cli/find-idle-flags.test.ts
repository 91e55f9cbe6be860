import { expect, test } from 'vitest';
import type { CommandName } from '../../src/cli/command-flags.ts';
import { findIdleFlags } from '../../src/cli/find-idle-flags.ts';
import type { RawFlags } from '../../src/cli/flags.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { createFakeIo } from './fake-io.ts';

test.each<readonly [CommandName, RawFlags, readonly string[]]>([
  ['build', { pseudo: true, spend: '2', frozen: true }, ["--spend and --frozen can't go with --pseudo"]],
  ['build', { spend: '2', frozen: true }, []],
  ['check', { text: true, sarif: 'x', only: ['a'] }, ["--sarif can't go with --text"]],
  ['check', { only: ['a'], fix: true }, ['--only goes with --text alone']],
  ['check', { locale: ['de'], size: ['og'] }, ['--locale and --size go with --text alone']],
  ['spend', { 'not-billed': true }, ['--not-billed goes with --forget alone']],
  ['regenerate', { spend: '1' }, ['--spend goes with --edit alone']],
  ['regenerate', { spend: '1', edit: 'calmer' }, []],
  ['report', { sprint: true, out: 'x', since: 'main' }, ["--out can't go with --sprint"]],
])('%s %j', (name, flags, problems) => expect(findIdleFlags(name, flags)).toEqual(problems));

test('a flag that would be ignored ends the command before it begins, with all of them named', async () => {
  const io = createFakeIo();
  expect(await runCommandLine(['build', '--pseudo', '--spend', '2'], io)).toBe(2);
  expect(io.written.stderr).toContain("error[USAGE_INVALID] --spend can't go with --pseudo");
});
