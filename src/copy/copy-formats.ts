import type { CopyFormat } from './copy-format.ts';

/** Endings of copy files, in the order they are told. */
export const copyEndings = ['.json', '.arb', '.yaml', '.yml', '.po', '.xlf', '.xliff', '.csv'] as const;

type Ending = (typeof copyEndings)[number];

/**
 * The format of a copy file by its ending and, where that leaves a choice, by what it holds: JSON with `@@locale` is ARB, and XLIFF says its version.
 * Each is loaded when a file needs it. Undefined for an ending that is none of {@link copyEndings}.
 */
export async function loadCopyFormat(path: string, text: string): Promise<CopyFormat | undefined> {
  const ending = copyEndings.find((each) => path.toLowerCase().endsWith(each));
  return ending === undefined ? undefined : readers[ending](text);
}

const readers: { readonly [Each in Ending]: (text: string) => Promise<CopyFormat> } = {
  '.json': async (text) => (/"@@locale"\s*:/.test(text) ? loadArb() : (await import('./formats/json.ts')).jsonFormat),
  '.arb': () => loadArb(),
  '.yaml': () => loadYaml(),
  '.yml': () => loadYaml(),
  '.po': async () => (await import('./formats/po.ts')).poFormat,
  '.xlf': (text) => loadXliff(text),
  '.xliff': (text) => loadXliff(text),
  '.csv': async () => (await import('./formats/csv.ts')).csvFormat,
};

async function loadArb(): Promise<CopyFormat> {
  return (await import('./formats/arb.ts')).arbFormat;
}

async function loadYaml(): Promise<CopyFormat> {
  return (await import('./formats/yaml.ts')).yamlFormat;
}

async function loadXliff(text: string): Promise<CopyFormat> {
  const isSecond = /<(?:\w+:)?xliff\b[^>]*?\sversion\s*=\s*["']2\./.test(text);
  return isSecond ? (await import('./formats/xliff-2.ts')).xliff2Format : (await import('./formats/xliff-1.ts')).xliff1Format;
}
