import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProject } from '../support/create-project.ts';
import { runCommand } from '../support/run-command.ts';

describe('the commands for translators', () => {
  it('export, tell what an import would do, and import', async () => {
    const project = createProject();
    const exported = await runCommand(project.root, ['copy', 'export', '--format', 'po', '--out', 'post', '--no-fit']);
    expect(exported).toMatchObject({ exit: 0, stderr: '', stdout: 'Wrote post/de.po: 4 messages, 0 to translate\n2 pictures beside them\n' });
    const po = project.read('post/de.po');
    expect(po).not.toContain('Room:');
    project.write({ 'post/de.po': po.replace('Guten Tag', 'Hallo') });
    const foretold = await runCommand(project.root, ['copy', 'import', 'post/de.po', '--dry-run']);
    expect(foretold).toMatchObject({
      exit: 0,
      stdout: '  hello.headline (de)  "Guten Tag" → "Hallo"\nWould change 1 message; 3 as they were, 0 not translated\n',
    });
    expect(project.read('copy/de.json')).toContain('Guten Tag');
    expect(await runCommand(project.root, ['copy', 'import', 'post/de.po', '--json'])).toMatchObject({ exit: 0, lines: [{ written: true }] });
    expect(project.read('copy/de.json')).toContain('Hallo');
  });

  it('write nothing when something is wrong, unless it is room and nobody wants to know', async () => {
    const project = createProject();
    await runCommand(project.root, ['copy', 'export', '--format', 'csv']);
    project.write({ 'translations/de.csv': project.read('translations/de.csv').replace('Guten Tag', 'Guten Tag und herzlich willkommen '.repeat(5)) });
    const refused = await runCommand(project.root, ['copy', 'import', 'translations/de.csv']);
    expect(refused, refused.stderr).toMatchObject({ exit: 1, stdout: 'Nothing was written\n' });
    expect(refused.stderr).toMatch(/TEXT_OVERFLOW[^]*translations\/de\.csv:\d/);
    expect((await runCommand(project.root, ['copy', 'import', 'translations/de.csv', '--no-fit'])).exit).toBe(0);
    expect((await runCommand(project.root, ['copy', 'import', 'translations/de.csv', '--locale', 'de,en'])).exit).toBe(2);
    expect((await runCommand(project.root, ['copy', 'import'])).exit).toBe(2);
  });
});

describe('the pseudo-locales', () => {
  it('are built beside the outputs, and written as messages', async () => {
    const project = createProject();
    const built = await runCommand(project.root, ['build', '--pseudo', '--only', 'hello']);
    expect(built).toMatchObject({
      exit: 0,
      stdout: '✓ 2 of 2 pictures in en-XA and ar-XB; nothing was published\n  .visuals/pseudo/sheet.webp\n  .visuals/pseudo/index.html\n',
    });
    expect(existsSync(join(project.root, 'out'))).toBe(false);
    expect(await runCommand(project.root, ['copy', 'pseudo', '--locale', 'en-XA', '--out', 'pseudo'])).toMatchObject({
      exit: 0,
      stdout: 'Wrote pseudo/en-XA.json\n',
    });
    expect(JSON.parse(project.read('pseudo/en-XA.json'))).toMatchObject({ 'photo.headline': '[Å vîîééŵ]' });
    const [messages] = (await runCommand(project.root, ['copy', 'pseudo', '--json'])).lines;
    expect(Object.keys(messages!['messages'] as object)).toEqual(['en-XA', 'ar-XB']);
    expect((await runCommand(project.root, ['copy', 'pseudo', '--locale', 'de'])).exit).toBe(2);
  });
});
