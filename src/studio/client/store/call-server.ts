import type { LiveDetail } from '../../../model/live.ts';
import { studioPaths, tokenElement, tokenHeader } from '../../api.ts';
import type { StudioAction, StudioAnswer, StudioReads, StudioRequests } from '../../api.ts';

/** What the page asks of its server. */
export interface StudioServer {
  /** Undefined when the server knows no such cell, or is gone. */
  readonly readDetail: (cell: string) => Promise<LiveDetail | undefined>;
  /** Never throws: a server that is gone is an answer too. */
  readonly act: <Path extends StudioAction>(path: Path, request: StudioRequests[Path]) => Promise<StudioAnswer>;
}

/** The server that this page came from. The token stands in the page. */
export function openServer(): StudioServer {
  const token = document.querySelector<HTMLMetaElement>(`meta[name="${tokenElement}"]`)?.content ?? '';
  return {
    readDetail: async (cell) => {
      try {
        const response = await fetch(`${studioPaths.cell}?id=${encodeURIComponent(cell)}`);
        return response.ok ? ((await response.json()) as StudioReads[typeof studioPaths.cell]) : undefined;
      } catch {
        return undefined;
      }
    },
    act: async (path, request) => {
      try {
        const headers = { 'content-type': 'application/json', [tokenHeader]: token };
        const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(request) });
        return await readAnswer(response);
      } catch {
        return { ok: false, reason: 'failed', message: 'The studio’s server did not answer', fix: 'Start it again with `visuals studio`.' };
      }
    },
  };
}

/** Where a picture is fetched, by its name. */
export function locatePicture(name: string): string {
  return `${studioPaths.pictures}${name}`;
}

/** Where a card without some layers is fetched; the raster makes the address another one when the card changes. */
export function locateWithout(cell: string, layers: readonly string[], raster: string): string {
  return `${studioPaths.layers}?${new URLSearchParams({ cell, without: layers.join(','), of: raster })}`;
}

async function readAnswer(response: Response): Promise<StudioAnswer> {
  if (response.headers.get('content-type')?.startsWith('application/json') === true) return (await response.json()) as StudioAnswer;
  const message = (await response.text()).trim();
  return { ok: false, reason: 'failed', message: `The server refused: ${message}`, fix: 'Open the studio again by a new link.' };
}
