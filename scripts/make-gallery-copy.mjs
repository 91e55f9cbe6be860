/** Writes the copy of the template gallery out of the samples: `node scripts/build.mjs && node scripts/make-gallery-copy.mjs`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadTemplates } from './load-templates.mjs';

const folder = fileURLToPath(new URL('../examples/gallery/copy', import.meta.url));
const locales = ['en', 'de', 'ar', 'ja'];

const templates = await loadTemplates();
await mkdir(folder, { recursive: true });
for (const locale of locales) {
  const copy = Object.fromEntries(Object.entries(templates).map(([name, { sample }]) => [name, collectWords(sample, locale)]));
  await writeFile(`${folder}/${locale}.json`, `${JSON.stringify(copy, null, 2)}\n`);
}

/** The alternative text is what the card says. */
function collectWords({ copy, translations }, locale) {
  const words = locale === 'en' ? copy : translations[locale];
  return { ...words, alt: Object.values(words).join(' ') };
}
