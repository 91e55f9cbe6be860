/** Parts of a text, one after the other. */
export type Splitter = (text: string) => readonly string[];

/** What {@link Parser} takes: features with their weights. */
interface ModelModule {
  readonly model: { [key: string]: { [key: string]: number } };
}

const models: { readonly [language in 'ja' | 'th']: () => Promise<ModelModule> } = {
  ja: () => import('../../node_modules/budoux/module/data/models/ja.js'),
  th: () => import('../../node_modules/budoux/module/data/models/th.js'),
};

/**
 * BudouX for a language: splits a sentence where a line may end. The same text gives the same parts on every machine, for the model is part of this tool.
 * Imported by path, because the package exports only an index that loads a whole document model with it; the build bundles just these files.
 */
export function loadBudouxSplitter(language: keyof typeof models): Promise<Splitter> {
  splitters[language] ??= createSplitter(language);
  return splitters[language];
}

/** A parser is made once: it takes longer than what it is asked for. */
const splitters: { -readonly [language in keyof typeof models]?: Promise<Splitter> } = {};

async function createSplitter(language: keyof typeof models): Promise<Splitter> {
  const [{ Parser }, { model }] = await Promise.all([import('../../node_modules/budoux/module/parser.js'), models[language]()]);
  const parser = new Parser(model);
  return (text) => parser.parse(text);
}
