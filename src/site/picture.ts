import { formatAttributes } from './escape-html.ts';
import type { Visual } from './visual.ts';

/** How a picture stands on a page. */
export interface PictureOptions {
  /** How wide it is shown, for the browser's choice, such as `(max-width: 40rem) 100vw, 40rem`; default never wider than it is. */
  readonly sizes?: string;
  readonly class?: string;
  /** Whether it is what the page is opened for: loaded at once and first. Default: when it comes near the screen. */
  readonly priority?: boolean;
  /** Whether colour and placeholder stand behind it until it has loaded, as an inline style; default true. */
  readonly placeholder?: boolean;
  /** Whether it says nothing that the text beside it does not say: then its `alt` is empty. Default false. */
  readonly decorative?: boolean;
}

/** Attributes of an `<img>`, in HTML's spelling. */
export interface ImageAttributes {
  readonly src: string;
  readonly srcset: string | undefined;
  readonly sizes: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly class: string | undefined;
  readonly loading: 'lazy' | 'eager';
  readonly decoding: 'async';
  readonly fetchpriority: 'high' | undefined;
  readonly style: string | undefined;
}

/** A `<picture>` in all formats, of which the browser takes the first that it understands. It takes its place before it has loaded, so nothing moves. */
export function picture(visual: Visual, options: PictureOptions = {}): string {
  const sizes = options.sizes ?? visual.sizes;
  const sources = visual.sources.slice(0, -1).map(({ type, srcset }) => `<source${formatAttributes({ type, srcset, sizes })}>`);
  return `<picture>${sources.join('')}${img(visual, options)}</picture>`;
}

/** An `<img>` in the format that everything understands. */
export function img(visual: Visual, options: PictureOptions = {}): string {
  return `<img${formatAttributes({ ...imageAttributes(visual, options) })}>`;
}

/** What {@link img} is written from, for components that spread attributes. */
export function imageAttributes(visual: Visual, options: PictureOptions = {}): ImageAttributes {
  const { src, srcset, width, height, alt } = visual;
  return {
    src,
    srcset: srcset === '' ? undefined : srcset,
    sizes: srcset === '' ? undefined : (options.sizes ?? visual.sizes),
    width,
    height,
    alt: options.decorative ? '' : alt,
    class: options.class,
    loading: options.priority ? 'eager' : 'lazy',
    decoding: 'async',
    fetchpriority: options.priority ? 'high' : undefined,
    style: options.placeholder === false ? undefined : formatBackdrop(visual),
  };
}

/** What a picture with transparency has behind it would shine through: it has no placeholder, and gets no colour. */
function formatBackdrop({ color, placeholder }: Visual): string | undefined {
  return placeholder === '' ? undefined : `background:${color} url(${placeholder}) center/cover no-repeat`;
}
