import { tokenElement } from '../api.ts';

/** What the page is made of. */
export interface PageParts {
  /** Paths of the script and the style sheet. */
  readonly script: string;
  readonly style: string;
  readonly token: string;
}

/** The studio's one page; everything in it is drawn by its script. */
export function createPage({ script, style, token }: PageParts): string {
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="${tokenElement}" content="${token}">
<title>visuals studio</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="studio"></div>
<noscript>The studio needs JavaScript.</noscript>
<script type="module" src="${script}"></script>
</body>
</html>
`;
}
