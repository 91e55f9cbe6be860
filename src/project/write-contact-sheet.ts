import { join } from 'node:path';
import type { ImageCodec } from '../spec/image-codec.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import { writeFileAtomic } from '../store/write-file.ts';
import { formatPage } from './format-page.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { formatDataUri, shrinkPicture } from './shrink-picture.ts';
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
  const rows: Markup[] = [];
  for (const view of views) rows.push(await formatRow(view, project.tools.codec, treasury.vault));
  writeFileAtomic(join(workspace.host.root, sheetPath), formatPage({ title: 'Side by side', styles, body: html`${rows}` }));
  return sheetPath;
}

async function formatRow({ art, current, shadow }: ShadowView, codec: ImageCodec, vault: BlobStore): Promise<Markup> {
  const [left, right] = [await formatPicture('in use', current, { codec, vault }), await formatPicture('instead', shadow, { codec, vault })];
  return html`<section>
    <h2>${art}</h2>
    <div>${left}${right}</div>
  </section>`;
}

async function formatPicture(
  title: string,
  { model, width, height, digest }: ShadowPicture,
  { codec, vault }: { readonly codec: ImageCodec; readonly vault: BlobStore },
): Promise<Markup> {
  const bytes = digest === undefined ? undefined : await vault.read(digest);
  const small = bytes && (await shrinkPicture(bytes, codec, { width: longestEdge, height: longestEdge, quality: 82, effort: 4 }));
  return html`<figure>
    ${small === undefined ? html`<p class="none">no picture</p>` : html`<img alt="" src="${formatDataUri(small)}" />`}
    <figcaption><b>${title}</b> ${model} · ${width}×${height}${digest !== undefined && ` · ${digest.slice(0, 12)}`}</figcaption>
  </figure>`;
}

const styles =
  'body{margin:2rem auto;max-width:84rem;padding:0 1rem}h2{font-size:1rem;margin:2rem 0 .5rem}div{display:grid;grid-template-columns:1fr 1fr;gap:1rem}figure{margin:0}img{width:100%;height:auto;display:block}' +
  '.none{margin:0;padding:4rem 1rem;text-align:center;border:1px dashed #999}figcaption{font-size:.85rem;margin-top:.4rem;overflow-wrap:anywhere}';
