import type { EncodeOptions } from '../model/config.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import type { Renderer, RenderElement, RenderNode, RenderText } from '../spec/renderer.ts';
import { formatPage } from './format-page.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { formatDataUri, shrinkPicture } from './shrink-picture.ts';

/** A picture of a contact sheet, or why there is none. */
export interface SheetEntry {
  readonly title: string;
  /** Encoded; absent when the picture could not be made. */
  readonly picture?: Uint8Array;
  /** What is to be said about it. */
  readonly notes: readonly string[];
  /** Where the whole picture lies, relative to the page. */
  readonly href?: string;
}

/** What draws sheets; the families must be known to the renderer. */
export interface SheetTools {
  readonly codec: ImageCodec;
  readonly renderer: Renderer;
  readonly families: readonly string[];
}

/** Pixels of a sheet. */
const tile = { width: 320, height: 240, caption: 44, gap: 16 } as const;
const columns = 4;
/** Keeps a sheet below the 16,383 pixels that WebP can hold. */
const mostRows = 48;
const encoding: EncodeOptions = { quality: 72, effort: 4 };

/** Small pictures of all entries, four in a row with their names below, as WebP; several sheets when one would be too high. */
export async function drawContactSheets(entries: readonly SheetEntry[], tools: SheetTools): Promise<readonly Uint8Array[]> {
  const perSheet = columns * mostRows;
  const sheets: Uint8Array[] = [];
  for (let at = 0; at < entries.length; at += perSheet) sheets.push(await drawSheet(entries.slice(at, at + perSheet), tools));
  return sheets;
}

async function drawSheet(entries: readonly SheetEntry[], { codec, renderer, families }: SheetTools): Promise<Uint8Array> {
  const images = new Map<string, Uint8Array>();
  for (const [index, { picture }] of entries.entries()) if (picture !== undefined) images.set(`${index}`, await fitTile(picture, codec));
  const rows = Math.ceil(entries.length / columns);
  const width = columns * (tile.width + tile.gap) + tile.gap;
  const height = rows * (tile.height + tile.caption + tile.gap) + tile.gap;
  const style = { position: 'relative', width: `${width}px`, height: `${height}px`, 'background-color': '#f4f4f2', color: '#222222' };
  const root = createElement(
    style,
    entries.flatMap((entry, index) => createTile(entry, index)),
  );
  return codec.encode(await renderer.paint({ root, css: [], lang: 'en', families, images, width, height }), 'webp', encoding);
}

function fitTile(picture: Uint8Array, codec: ImageCodec): Promise<Uint8Array> {
  return codec.fit(picture, { width: tile.width, height: tile.height, fit: 'contain', focus: { x: 0.5, y: 0.5 }, mirror: false });
}

function createTile({ title, picture, notes }: SheetEntry, index: number): readonly RenderNode[] {
  const left = tile.gap + (index % columns) * (tile.width + tile.gap);
  const top = tile.gap + Math.floor(index / columns) * (tile.height + tile.caption + tile.gap);
  const place = (y: number, height: number): RenderNode['style'] => ({
    position: 'absolute',
    left: `${left}px`,
    top: `${y}px`,
    width: `${tile.width}px`,
    height: `${height}px`,
    overflow: 'hidden',
  });
  const frame = { ...place(top, tile.height), display: 'flex', 'justify-content': 'center', 'align-items': 'center', 'background-color': '#e4e4e0' };
  const image: RenderNode = { type: 'image', source: `${index}`, tag: 'img', classes: [], style: {}, attributes: {} };
  const shown = picture === undefined ? createText(notes[0] ?? '', { color: '#b00020', 'font-size': '14px', padding: '12px' }) : image;
  const caption = createText(title, {
    ...place(top + tile.height + 4, tile.caption - 4),
    'font-size': '13px',
    'line-height': '18px',
    'overflow-wrap': 'anywhere',
  });
  return [createElement(frame, [shown]), caption];
}

const createElement = (style: RenderNode['style'], children: readonly RenderNode[]): RenderElement => ({
  type: 'element',
  tag: 'div',
  classes: [],
  attributes: {},
  style,
  children,
});

const createText = (text: string, style: RenderNode['style']): RenderText => ({ type: 'text', tag: 'div', classes: [], attributes: {}, style, text });

/** A page of all entries that needs no other file, but leads to the whole pictures where they have an address. */
export async function formatContactPage(title: string, entries: readonly SheetEntry[], codec: ImageCodec): Promise<string> {
  const figures: Markup[] = [];
  for (const entry of entries) figures.push(await formatFigure(entry, codec));
  return formatPage({ title, styles: pageStyles, body: html`<main>${figures}</main>` });
}

const pageStyles =
  'body{margin:24px}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:24px}figure{margin:0}img{max-width:100%;display:block}figcaption{overflow-wrap:anywhere}.note{color:#b00020}';

async function formatFigure({ title, picture, notes, href }: SheetEntry, codec: ImageCodec): Promise<Markup> {
  const shown = picture && html`<img loading="lazy" alt="" src="${formatDataUri(await shrinkPicture(picture, codec, { ...tile, ...encoding }))}" />`;
  const linked = shown && href !== undefined ? html`<a href="${href}">${shown}</a>` : shown;
  return html`<figure>
    ${linked}
    <figcaption>${title}${notes.map((note) => html`<div class="note">${note}</div>`)}</figcaption>
  </figure>`;
}
