import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { createPaidProject } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import { createFakeIo } from './fake-io.ts';

type World = Parameters<typeof createFakeIo>[0];

async function run(
  { root }: PaidProject,
  words: readonly string[],
  world: World = {},
): Promise<{ readonly exit: number; readonly stdout: string; readonly stderr: string }> {
  const io = createFakeIo({ cwd: root, env: { NO_COLOR: '1' }, ...world });
  const exit = await runCommandLine(words, io);
  return { exit, ...io.written };
}

const terminal = { terminal: true, columns: 200, typed: ['y'] };
const next = 'gpt-image-2.5-sunburst-2026-09-08';

describe('visuals migrate', () => {
  it('tells the price, asks, shows both pictures, and swaps or forgets', async () => {
    const project = await createPaidProject();
    await project.buildWell({ spend: 1 });
    const priced = await run(project, ['migrate', '--to', 'gpt-image-2.5-sunburst']);
    expect(priced).toMatchObject({ exit: 3, stderr: expect.stringContaining('error[SPEND_CONSENT]') });
    expect(priced.stdout).toMatch(
      /to buy\n {2}photo\/background {2}1 picture by gpt-image-2\.5-sunburst-2026-09-08, .*\n.*\n {2}in all 1 picture: \$.*\n {2}buy with `visuals migrate --spend /,
    );
    const bought = await run(project, ['migrate', '--to', 'gpt-image-2.5-sunburst'], terminal);
    expect(bought.stderr).toMatch(/Buy 1 picture for \$0\.\d+.*\? \[y\/N\] /);
    expect(bought.stdout).toMatch(
      /^Bought 1 picture by gpt-image-2\.5-sunburst-2026-09-08, spent \$0\.\d+; no output was changed\nphoto\/background\n {2}in use .*visuals\.vault.*\n {2}instead .*visuals\.vault.*\nSide by side: \.visuals\/migrate\.html\n/,
    );

    const status = await run(project, ['migrate', 'status']);
    expect(status.stdout).toMatch(
      /^photo\/background\n {2}in use {3}gpt-image-2-2026-04-21 .*\n {2}instead {2}gpt-image-2\.5-sunburst-2026-09-08 .*visuals\.vault\//,
    );
    expect(JSON.parse((await run(project, ['migrate', 'status', '--json'])).stdout)).toMatchObject({ exit: 0, views: [{ shadow: { model: next } }] });
    const accepted = await run(project, ['migrate', 'accept', 'photo']);
    expect(accepted).toMatchObject({
      exit: 0,
      stdout: `photo/background  gpt-image-2-2026-04-21 → ${next}\nThe next build uses these pictures and buys nothing for them\n`,
    });
    expect((await run(project, ['migrate', 'status'])).stdout).toBe(`accepted\n  photo/background  gpt-image-2-2026-04-21 → ${next}\n`);
    expect((await run(project, ['migrate', 'drop', 'photo'])).stdout).toContain(`photo/background  ${next}, which was accepted`);
    expect((await run(project, ['migrate', 'status'])).stdout).toBe('No art was bought from another model\n');
    expect(await run(project, ['migrate', 'drop', 'photoo'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[SHADOW_NONE]') });
  });

  it('needs a model, and refuses words it does not know', async () => {
    const project = await createPaidProject();
    expect(await run(project, ['migrate'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('--to <model>') });
    expect(await run(project, ['migrate', 'stats'])).toMatchObject({ exit: 2 });
    expect(await run(project, ['migrate', 'accept'])).toMatchObject({ exit: 2 });
    expect((await run(project, ['migrate', '--help'])).stdout).toContain('accept');
  });
});

describe('visuals regenerate --edit', () => {
  it('asks for the price of the edit, and tells what came of it', async () => {
    const project = await createPaidProject();
    await project.buildWell({ spend: 1 });
    const words = ['regenerate', 'photo', '--edit', 'make the sky calmer'];
    const priced = await run(project, words);
    expect(priced).toMatchObject({ exit: 3, stdout: expect.stringMatching(/in all 1 picture: .*\n {2}buy with `visuals regenerate photo --edit … --spend /) });
    expect(project.server.counters.paidPosts).toBe(1);
    const { exit, stdout } = await run(project, words, terminal);
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^photo\/background {2}[0-9a-f]{12} → [0-9a-f]{12} {2}visuals\.vault\/.*\nSpent \$0\.\d+; the next build shows the edit\. `visuals pick photo` goes back\n$/,
    );
    expect((await run(project, ['pick', 'photo'])).stdout).toMatch(/● .* edit of [0-9a-f]{12}\n/);
    expect(JSON.parse((await run(project, [...words, '--json', '--spend', '1'])).stdout)).toMatchObject({ exit: 0, edited: [{ art: 'photo/background' }] });
  });
});

describe('visuals vault track', () => {
  it('says what it wrote, and later that nothing is missing', async () => {
    const project = await createPaidProject();
    expect((await run(project, ['vault', 'track'])).stdout).toMatch(
      /^Added to \.gitattributes\n {2}visuals\.vault\/.* filter=lfs .*\n {2}visuals\.lock\.json merge=union\n/,
    );
    expect((await run(project, ['vault', 'track'])).stdout).toBe('.gitattributes stays as it is\n');
  });
});
