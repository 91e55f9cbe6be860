import type { JSX } from 'preact';
import type { LiveDetail } from '../../../model/live.ts';
import { formatBytes } from '../data/format-words.ts';
import { CopyButton } from './copy-button.tsx';

/** What a website gets: alternative text, files, and the entry as JSON. */
export function ManifestEntry({ detail: { manifest, cell } }: { readonly detail: LiveDetail }): JSX.Element | null {
  if (manifest === undefined) return null;
  return (
    <section>
      <h2>For the website</h2>
      <p class="alt" lang={cell.locale} dir={cell.direction}>
        {manifest.alt}
      </p>
      <CopyButton text={manifest.alt} label="Copy alternative text" />
      <ul class="files">
        {manifest.files.map(({ format, src, bytes }) => (
          <li key={src}>
            <code title={src}>{format}</code> <span class="file-size">{formatBytes(bytes)}</span>{' '}
            <CopyButton text={src} label={`Copy path of ${format}`} isBare />
          </li>
        ))}
      </ul>
      <details>
        <summary>Manifest entry</summary>
        <pre tabIndex={0}>{JSON.stringify(manifest, undefined, 2)}</pre>
        <CopyButton text={JSON.stringify(manifest, undefined, 2)} label="Copy entry" />
      </details>
    </section>
  );
}
