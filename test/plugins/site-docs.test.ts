import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { formatConfig, repository, tinyConfig, tinySize } from '../support/create-project.ts';
import { createSite, siteConfig } from '../support/site-harness.ts';

/** The document is its own test: its blocks are the files of a site, which is built and checked. */
const document = readFileSync(join(repository, 'docs/site-integration.md'), 'utf8');
const blocks = [...document.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, text]) => ({ language: language!, text: text! }));
const named = blocks.flatMap(({ text }) => {
  const path = /^\/\/ (\S+)\n/.exec(text)?.[1];
  return path === undefined ? [] : [[path, text] as const];
});
const sources = Object.fromEntries(named);
const settings = blocks.find(({ language }) => language === 'json')!.text;

const config = {
  ...siteConfig,
  assets: {
    'spring-launch': {
      ...tinyConfig.assets.hello,
      sizes: [
        { ...tinySize, name: 'og' },
        { name: 'og-small', width: 60, height: 32 },
      ],
      variants: { theme: ['light', 'dark'] },
    },
  },
};
const html = '<!doctype html><html lang="de"><head><title>A site</title></head><body><script type="module" src="/src/main.ts"></script></body></html>\n';
/** What React's own types would say, as far as the block needs it. */
const jsx = 'declare namespace JSX {\n  interface IntrinsicElements {\n    [tag: string]: object;\n  }\n}\n';

test('the blocks are the files of a site, which its compiler takes and its bundler builds', { timeout: 120_000 }, async () => {
  expect(named.length).toBe(blocks.length - 1);
  const site = createSite({
    ...sources,
    'visuals.config.ts': formatConfig(config),
    'tsconfig.json': settings.replace('"types": []', '"types": [], "jsx": "preserve"'),
    'src/jsx.d.ts': jsx,
    'index.html': html,
    'prepare.mjs': "import { build, writeTypes } from 'visuals';\nconst { exit } = await build();\nprocess.exit(exit || (await writeTypes()).exit);\n",
    'start.mjs': "import { build } from 'vite';\nawait build({ logLevel: 'warn' });\n",
  });
  expect(await site.run('prepare.mjs')).toEqual({ exit: 0, output: '' });
  expect(await compile(site.root)).toBe('');
  expect(await site.run('start.mjs')).toEqual({ exit: 0, output: '' });
  // The others name what the package has: a wrong name is an error of the bundler.
  for (const [path, text] of named.filter(([path]) => path.endsWith('.mjs'))) {
    const stdin = { contents: text, resolveDir: site.root, sourcefile: path };
    const external = [
      'astro/*',
      'esbuild',
      '@rollup/*',
      'sharp',
      '@takumi-rs/*',
      'fast-glob',
      'chokidar',
      'oxc-parser',
      'harfbuzzjs',
      'wawoff2',
      'css-tree',
      'handlebars',
      'openai',
    ];
    await build({ stdin, bundle: true, write: false, format: 'esm', platform: 'node', external, logLevel: 'silent' });
  }
});

function compile(root: string): Promise<string> {
  const compiler = join(repository, 'node_modules/.bin/tsc');
  return new Promise((resolve) => {
    execFile(compiler, ['-p', '.', '--pretty', 'false'], { cwd: root }, (_, stdout) => resolve(stdout));
  });
}
