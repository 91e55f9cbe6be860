import { html } from './html.ts';
import type { Markup } from './html.ts';

/** A page that is one file. */
export interface PageParts {
  readonly title: string;
  /** CSS of our own, put in as it is. */
  readonly styles: string;
  readonly body: Markup;
}

/** Pictures that are in the page itself, and nothing from anywhere else; no script. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const commonStyles = 'body{font:14px/1.4 system-ui,sans-serif;background:#f4f4f2;color:#222}';

/** The text of a page that loads nothing. */
export function formatPage({ title, styles, body }: PageParts): string {
  const head = html`<meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" /><title>${title}</title>`;
  const { markup } = html`<h1>${title}</h1>
    ${body}`;
  return `<!doctype html>\n<html lang="en">\n<head>${head.markup}<style>${commonStyles}${styles}</style></head>\n<body>\n${markup}\n</body>\n</html>\n`;
}
