import type { GeneratorAccount, PaidSettings } from '../model/config.ts';

/** Names of the adapters that make pictures for money. */
export const generatorNames = ['openai'] as const;

/** Name of an adapter that makes pictures for money. */
export type GeneratorName = (typeof generatorNames)[number];

/** The adapter of art that names none. */
export const defaultGenerator: GeneratorName = 'openai';

/** How an adapter is asked when neither the art nor `generators` says so. Models are dated snapshots: what an alias means may change overnight. */
export const defaultSettings: { readonly [name in GeneratorName]: Omit<PaidSettings, 'generator' | 'compression' | 'complexity'> } = {
  openai: { api: 'images', model: 'gpt-image-2-2026-04-21', quality: 'medium', format: 'png', background: 'opaque', moderation: 'auto' },
};

/** What is assumed of an account about which nothing is written. */
export const defaultAccount: GeneratorAccount = { concurrency: 2, profile: 'full', sizeRules: true, partialImages: 0, previewAccess: false };
