import { join } from 'node:path';
import type { ImageCodec } from '../spec/image-codec.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import type { ShadowPicture, ShadowSession, ShadowView } from './load-shadows.ts';

/** Relative to the root. */
const sheetPath = '.visuals/migrate.html';

/** The longest edge of a picture on the sheet, in pixels. */
const longestEdge = 640;

/**
 * Writes a page that shows the pictures in use and those of the other model side by side: one file, nothing loaded from anywhere, no script.
 * @returns its path relative to the root; undefined when there is nothing to show
 */
export async function writeContactSheet({ workspace, project, treasury }: ShadowSession, views: readonly ShadowView[]): Promise<string | undefined> {
  if (views.length === 0 || !workspace.writable) return undefined;
  const rows: string[] = [];
  for (const view of views) rows.push(await formatRow(view, project.tools.codec, treasury.vault));
  writeFileAtomic(join(workspace.host.root, sheetPath), formatPage(rows));
  return sheetPath;
}

async function formatRow({ art, current, shadow }: ShadowView, codec: ImageCodec, vault: BlobStore): Promise<string> {
  const [left, right] = [await formatPicture('in use', current, { codec, vault }), await formatPicture('instead', shadow, { codec, vault })];
  return `<section><h2>${escapeHtml(art)}</h2><div>${left}${right}</div></section>`;
}

async function formatPicture(
  title: string,
  { model, width, height, digest }: ShadowPicture,
  { codec, vault }: { readonly codec: ImageCodec; readonly vault: BlobStore },
): Promise<string> {
  const bytes = digest === undefined ? undefined : await vault.read(digest);
  const shown = bytes === undefined ? '<p class="none">no picture</p>' : `<img alt="" src="data:image/webp;base64,${await shrink(bytes, codec)}">`;
  const name = digest === undefined ? '' : ` · ${digest.slice(0, 12)}`;
  return `<figure>${shown}<figcaption><b>${title}</b> ${escapeHtml(model)} · ${width}×${height}${name}</figcaption></figure>`;
}

async function shrink(bytes: Uint8Array, codec: ImageCodec): Promise<string> {
  const small = await codec.fit(bytes, { width: longestEdge, height: longestEdge, fit: 'contain', focus: { x: 0.5, y: 0.5 }, mirror: false });
  const webp = await codec.encode(await codec.decode(small), 'webp', { quality: 82, effort: 4 });
  return Buffer.from(webp).toString('base64');
}

const styles =
  'body{font:15px/1.4 system-ui,sans-serif;margin:2rem auto;max-width:84rem;padding:0 1rem;color:#1b1d21;background:#f6f6f4}' +
  'h2{font-size:1rem;margin:2rem 0 .5rem}div{display:grid;grid-template-columns:1fr 1fr;gap:1rem}figure{margin:0}img{width:100%;height:auto;display:block}' +
  '.none{margin:0;padding:4rem 1rem;text-align:center;border:1px dashed #999}figcaption{font-size:.85rem;margin-top:.4rem;overflow-wrap:anywhere}';

function formatPage(rows: readonly string[]): string {
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Side by side</title><style>${styles}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head>\n<body><h1>Side by side</h1>\n${rows.join('\n')}\n</body></html>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
