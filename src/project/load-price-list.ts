import { defaultGenerator, defaultSettings } from '../config/generator-defaults.ts';
import type { PaidSettings } from '../model/config.ts';
import type { Generator } from '../spec/generator.ts';

/** A provider that is only asked for prices, and how it would be asked. */
export interface PriceList {
  readonly generator: Generator;
  readonly settings: PaidSettings;
}

/** The prices that hold for a project that buys nothing: those of the default provider and settings. Nothing can be bought with it: it has no key. */
export async function loadPriceList(today: string): Promise<PriceList> {
  const { createOpenAiGenerator } = await import('../adapters/generate/openai/create-openai-generator.ts');
  const generator = createOpenAiGenerator({ apiKey: undefined, today });
  return { generator, settings: { generator: defaultGenerator, ...defaultSettings[defaultGenerator] } };
}
