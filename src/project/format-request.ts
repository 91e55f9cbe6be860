import type { BuildOptions } from '../model/report.ts';

/** What a build was asked for, as far as it decides which pictures are looked at: two builds with the same request may answer each other. */
export function formatRequest({ config, only, locales, sizes }: BuildOptions): string {
  return JSON.stringify({ config: config ?? 'visuals.config.ts', only: only ?? [], locales: locales ?? [], sizes: sizes ?? [] });
}
