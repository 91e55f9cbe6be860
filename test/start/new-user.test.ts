import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { repository } from '../support/create-project.ts';
import { browserPath, closeBrowser, serveFolders, visitPage } from '../support/site-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/**
 * What a new user types, from nothing to a picture on a page. `npm test` links the packages that the repository has; `node scripts/try-sites.mjs` installs the packed
 * tarball and everything else from the registry, as people do. `VISUALS_PICTURES` names a folder for pictures of the pages.
 */
const isReal = process.env['VISUALS_SITES'] === 'all';

interface Kind {
  readonly name: string;
  readonly files: { readonly [path: string]: string };
  readonly packages: readonly string[];
  /** The site's own build; none for a folder without a site. */
  readonly build?: readonly string[];
  /** The file that the lines go into which `init` prints, and what it is with them. */
  readonly page?: { readonly file: string; readonly write: (lines: readonly string[]) => string };
  /** Where its build lies; default `dist`. */
  readonly built?: string;
  /** What `init` says that it found. */
  readonly found: readonly string[];
  /** Its packages are large: with the real installation alone. */
  readonly large?: boolean;
  readonly node?: string;
}

const kinds: readonly Kind[] = [
  { name: 'an empty folder', files: {}, packages: [], found: [] },
  {
    name: 'a Vite site',
    files: {
      'package.json': JSON.stringify({ name: 'site', private: true, type: 'module', devDependencies: { vite: '^8.3.8' } }),
      'index.html': '<!doctype html><html lang="en"><head><title>A site</title></head><body><script type="module" src="/src/main.js"></script></body></html>\n',
      'src/style.css': ':root { --brand: #0a7d5a; --background: #fbfaf7; }\n',
      'vite.config.js': "import { defineConfig } from 'vite'\n\nexport default defineConfig({\n  base: './',\n})\n",
    },
    packages: ['vite@^8.3.8'],
    build: ['node_modules/vite/bin/vite.js', 'build'],
    page: { file: 'src/main.js', write: (lines) => ["import './style.css';", ...lines].join('\n') },
    found: ['--brand in src/style.css', '--background in src/style.css', 'lang in index.html'],
  },
  {
    name: 'an Astro site',
    files: {
      'package.json': JSON.stringify({ name: 'site', private: true, type: 'module', dependencies: { astro: '^7.3.5' } }),
      'astro.config.mjs': "// @ts-check\nimport { defineConfig } from 'astro/config';\n\nexport default defineConfig({});\n",
      'tsconfig.json': '{\n  "extends": "astro/tsconfigs/strict",\n  "include": [".astro/types.d.ts", "**/*"],\n  "exclude": ["dist"]\n}\n',
    },
    packages: ['astro@^7.3.5'],
    build: ['node_modules/astro/bin/astro.mjs', 'build'],
    page: { file: 'src/pages/index.astro', write: (lines) => [...lines, '<html lang="en"><head><title>A site</title></head></html>', ''].join('\n') },
    found: [],
    large: true,
    node: '24',
  },
  {
    name: 'a Next site',
    files: {
      'package.json': JSON.stringify({ name: 'site', private: true, dependencies: { next: '^16.4.6', react: '^19.3.1', 'react-dom': '^19.3.1' } }),
      'next.config.ts': "import type { NextConfig } from 'next';\n\nconst nextConfig: NextConfig = { output: 'export' };\n\nexport default nextConfig;\n",
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          module: 'esnext',
          moduleResolution: 'bundler',
          lib: ['dom', 'esnext'],
          jsx: 'react-jsx',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
        },
        include: ['next-env.d.ts', '**/*.ts', '**/*.tsx'],
        exclude: ['node_modules'],
      }),
      'app/globals.css': ':root { --primary: #7a3cff; }\n',
      'app/layout.tsx': `import './globals.css';
import type { ReactNode } from 'react';

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
`,
    },
    packages: ['next@^16.4.6', 'react@^19.3.1', 'react-dom@^19.3.1', 'typescript@^5', '@types/react@^19', '@types/node@^24'],
    build: ['node_modules/next/dist/bin/next', 'build'],
    // The lines are imports, and an element.
    page: {
      file: 'app/page.tsx',
      write: (lines) => [...lines.slice(0, -1), 'export default function Page() {', `  return <main>${lines.at(-1)}</main>;`, '}', ''].join('\n'),
    },
    built: 'out',
    found: ['--primary in app/globals.css', 'lang in app/layout.tsx'],
    large: true,
  },
];

afterAll(closeBrowser);

describe('from nothing to a picture on a page', () => {
  test.for(kinds.filter(({ large }) => isReal || large !== true))(
    '$name',
    { timeout: 600_000 },
    async ({ name, files, packages, build, page, found, node, built = 'dist' }) => {
      const root = createTemporaryFolder();
      write(root, files);
      if (isReal) installReally(root, packages);
      else linkPackages(root);
      const report = JSON.parse(run(root, ['init', '--yes', '--json', ...(isReal ? [] : ['--no-install'])])) as {
        found: { where: string }[];
        manual: object[];
        show: string[];
        kept: string[];
      };
      expect(report.found.map(({ where }) => where)).toEqual(found);
      expect(report).toMatchObject({ manual: [], diagnostics: [], exit: 0 });
      expect(run(root, ['build'])).toMatch(/2 pictures, 6 files: 2 made/);
      checkTypes(root);
      if (build === undefined || page === undefined) return;
      write(root, { [page.file]: page.write(report.show) });
      const runner =
        node === undefined || Number(process.versions.node.split('.')[0]) >= Number(node) ? [process.execPath] : ['npx', '-y', '-p', `node@${node}`, 'node'];
      const { status, stdout, stderr } = spawnSync(runner[0]!, [...runner.slice(1), ...build], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, NODE_ENV: 'production', ASTRO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1' },
      });
      expect(status, stdout + stderr).toBe(0);
      if (browserPath === undefined) return;
      const { images, problems, shift } = await visitPage(`${await serveFolders(join(root, built))}/`, picturePath(name));
      expect({ problems, shift }).toEqual({ problems: [], shift: 0 });
      expect(images).toMatchObject([
        {
          src: expect.stringMatching(/\/visuals\/welcome\/og\.en\.\w+\.avif$/) as string,
          alt: expect.stringContaining('Evening, anywhere.') as string,

          width: 1200,
          height: 630,
        },
      ]);
    },
  );

  test('a second time nothing is written over, and it is said what was left alone', () => {
    const root = createTemporaryFolder();
    linkPackages(root);
    run(root, ['init', '--yes', '--no-install']);
    write(root, { 'visuals.config.ts': '// mine\n', 'copy/en.json': '{}' });
    const report = JSON.parse(run(root, ['init', '--yes', '--no-install', '--json', '--template', 'quote'])) as {
      kept: string[];
      wrote: string[];
      changed: string[];
    };
    expect(report.kept).toContain('visuals.config.ts');
    expect([report.wrote, report.changed]).toEqual([[], []]);
    expect([readFileSync(join(root, 'visuals.config.ts'), 'utf8'), readFileSync(join(root, 'copy/en.json'), 'utf8')]).toEqual(['// mine\n', '{}']);
  });

  test('a dry run writes nothing', () => {
    const root = createTemporaryFolder();
    expect(run(root, ['init', '--dry-run'])).toMatch(/Would write\n {2}package\.json\n {2}visuals\.config\.ts/);
    expect(existsSync(join(root, 'package.json'))).toBe(false);
  });

  test('without an installation the command for it is the first step', () => {
    const root = createTemporaryFolder();
    write(root, { 'pnpm-lock.yaml': '', 'package.json': '{}' });
    expect(run(root, ['init', '--yes', '--no-install'])).toMatch(
      /Next\n {2}pnpm add --save-dev visuals@[\d.]+ @expo-google-fonts\/inter\n {2}pnpm exec visuals build\n/,
    );
  });
});

function write(root: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function linkPackages(root: string): void {
  mkdirSync(join(root, 'node_modules/@expo-google-fonts'), { recursive: true });
  for (const name of ['vite', '@expo-google-fonts/inter']) symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  symlinkSync(repository, join(root, 'node_modules/visuals'));
}

/** With install scripts off, as npm 12 has it. */
function installReally(root: string, packages: readonly string[]): void {
  const folder = createTemporaryFolder();
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: repository });
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
  execFileSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', '--save-dev', join(folder, `visuals-${version}.tgz`), ...packages],
    { cwd: root, stdio: 'inherit' },
  );
}

function run(root: string, words: readonly string[]): string {
  const command = [join(root, 'node_modules/visuals/dist/bin.cjs'), join(repository, 'dist/bin.cjs')].find((path) => existsSync(path))!;
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], { cwd: root, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  return stdout + (words.includes('--json') ? '' : stderr);
}

/** What `init` wrote is what the editor of a new user sees. */
function checkTypes(root: string): void {
  if (!existsSync(join(root, 'tsconfig.json')) || existsSync(join(root, 'astro.config.mjs'))) return;
  const { status, stdout } = spawnSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', root, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  expect(status, stdout).toBe(0);
}

function picturePath(name: string): string | undefined {
  const folder = process.env['VISUALS_PICTURES'];
  return folder === undefined ? undefined : join(folder, `${name.replaceAll(' ', '-')}.png`);
}
