/** Parts of a text, one after the other. */
export type Splitter = (text: string) => readonly string[];

/** What {@link Parser} takes: features with their weights. */
interface ModelModule {
  readonly model: { [key: string]: { [key: string]: number } };
}

/** Languages of the models. */
export type BreakLanguage = 'ja' | 'th' | 'zh-Hans' | 'zh-Hant';

const models: { readonly [language in BreakLanguage]: () => Promise<ModelModule> } = {
  ja: () => import('../../node_modules/budoux/module/data/models/ja.js'),
  th: () => import('../../node_modules/budoux/module/data/models/th.js'),
  'zh-Hans': () => import('../../node_modules/budoux/module/data/models/zh-hans.js'),
  'zh-Hant': () => import('../../node_modules/budoux/module/data/models/zh-hant.js'),
};

/**
 * BudouX for a language: splits a sentence where a line may end. The same text gives the same parts on every machine, for the model is part of this tool.
 * Imported by path, because the package exports only an index that loads a whole document model with it; the build bundles just these files.
 */
export function loadBudouxSplitter(language: BreakLanguage): Promise<Splitter> {
  splitters[language] ??= createSplitter(language);
  return splitters[language];
}

/** A parser is made once: it takes longer than what it is asked for. */
const splitters: { -readonly [language in BreakLanguage]?: Promise<Splitter> } = {};

async function createSplitter(language: BreakLanguage): Promise<Splitter> {
  const [{ Parser }, { model }] = await Promise.all([import('../../node_modules/budoux/module/parser.js'), models[language]()]);
  const parser = new Parser(model);
  return (text) => parser.parse(text);
}
