import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { detectColors } from './detect-colors.ts';
import type { FoundColor } from './detect-colors.ts';
import { detectFont } from './detect-fonts.ts';
import type { FoundFont } from './detect-fonts.ts';
import { detectLanguage } from './detect-language.ts';
import type { FoundLanguage } from './detect-language.ts';
import { detectLanguages } from './detect-languages.ts';
import type { FoundLanguages } from './detect-languages.ts';
import { detectLogo } from './detect-logo.ts';
import type { FoundLogo } from './detect-logo.ts';
import { detectPackageManager } from './package-manager.ts';
import type { PackageManager } from './package-manager.ts';
import { listSiteFiles, readSiteFiles } from './site-files.ts';

/** What a folder is, before anything is put into it. */
export interface Site {
  readonly root: string;
  readonly kind: 'empty' | 'plain' | 'vite' | 'astro' | 'next';
  readonly manager: PackageManager;
  /** Text of its package.json, where there is one. */
  readonly packageText: string | undefined;
  /** Names of the packages that it lists. */
  readonly packages: readonly string[];
  /** The config of its tool, relative to the root. */
  readonly toolConfig: string | undefined;
  readonly usesTypeScript: boolean;
  readonly colors: readonly FoundColor[];
  readonly font: FoundFont;
  readonly logo: FoundLogo | undefined;
  readonly language: FoundLanguage | undefined;
  /** Every language that it comes in, as far as its files tell. */
  readonly languages: FoundLanguages | undefined;
}

/** Looks at a folder; changes nothing. `agent` is what the package manager that runs us calls itself. */
export async function inspectSite(root: string, agent: string | undefined): Promise<Site> {
  const packageText = existsSync(join(root, 'package.json')) ? readFileSync(join(root, 'package.json'), 'utf8') : undefined;
  const manifest = parsePackage(packageText);
  const packages = ['dependencies', 'devDependencies'].flatMap((group) => Object.keys((manifest[group] as object | undefined) ?? {}));
  const paths = listSiteFiles(root);
  const files = readSiteFiles(
    root,
    paths,
    /\.(?:css|html|astro|vue|svelte|[jt]sx|svg|webmanifest)$|manifest\w*\.json$|(?:tailwind|astro|next|nuxt|next-i18next)\.config\.\w+$|(?:^|\/)(?:i18n|routing)\.[cm]?[jt]s$/,
  );
  const kind = detectKind(root, packages);
  return {
    root,
    kind,
    manager: detectPackageManager(root, manifest['packageManager'], agent),
    packageText,
    packages,
    toolConfig: findToolConfig(root, kind),
    usesTypeScript: existsSync(join(root, 'tsconfig.json')),
    colors: detectColors(files),
    font: await detectFont({ root, paths, packages, styles: files.filter(({ path }) => !path.endsWith('.svg')) }),
    logo: detectLogo(files, paths),
    language: detectLanguage(files),
    languages: detectLanguages(files, paths),
  };
}

function parsePackage(text: string | undefined): { readonly [key: string]: unknown } {
  try {
    return text === undefined ? {} : (JSON.parse(text) as { readonly [key: string]: unknown });
  } catch {
    return {};
  }
}

function detectKind(root: string, packages: readonly string[]): Site['kind'] {
  const named = (['astro', 'next', 'vite'] as const).find((name) => packages.includes(name));
  if (named !== undefined) return named;
  return readdirSync(root).some((name) => !name.startsWith('.') && name !== 'node_modules' && !/^package(?:-lock)?\.json$/.test(name)) ? 'plain' : 'empty';
}

function findToolConfig(root: string, kind: Site['kind']): string | undefined {
  return ['ts', 'mts', 'js', 'mjs'].map((ending) => `${kind}.config.${ending}`).find((name) => existsSync(join(root, name)));
}
