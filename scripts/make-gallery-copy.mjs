/** Writes the copy of the template gallery out of the samples: `node scripts/make-gallery-copy.mjs`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'examples', 'gallery');
const locales = ['en', 'de', 'ar', 'ja'];

const samples = await loadSamples();
await mkdir(join(folder, 'copy'), { recursive: true });
for (const locale of locales) await writeFile(join(folder, 'copy', `${locale}.json`), `${JSON.stringify(collectCopy(locale), null, 2)}\n`);

/** The list is TypeScript, which the oldest Node here does not read. */
async function loadSamples() {
  const { outputFiles } = await build({ entryPoints: [join(folder, 'samples.ts')], bundle: true, write: false, format: 'esm', platform: 'node' });
  return (await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)).samples;
}

function collectCopy(locale) {
  return Object.fromEntries(Object.entries(samples).map(([template, sample]) => [template, describe(sample, locale)]));
}

/** The alternative text is what the card says. */
function describe({ copy, translations }, locale) {
  const words = locale === 'en' ? copy : translations[locale];
  return { ...words, alt: Object.values(words).join(' ') };
}
