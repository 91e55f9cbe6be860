import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { PictureLayer } from '../../model/provenance.ts';
import type { ProvenanceMatch, ProvenanceReport } from '../../read-provenance.ts';
import type { CommandInput } from '../command.ts';
import { formatBytes } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals provenance <file>`: what a picture says of where it comes from, whether its signature holds, and which picture of this project it is. */
export async function runProvenance(input: CommandInput): Promise<number> {
  const { readProvenance } = await import('../../read-provenance.ts');
  const [file = ''] = input.operands;
  const { out } = input.flags;
  return runReport(input, (options) => readProvenance({ ...options, file, ...(out !== undefined && { out }) }), formatProvenance);
}

function formatProvenance(report: ProvenanceReport, palette: Palette): string {
  const { file, header, xmp, credentials, match } = report;
  if (header === undefined) return '';
  const unread = credentials === undefined && report.diagnostics.length > 0;
  const rows: readonly (readonly [string, string])[] = [
    ['says', xmp === undefined ? 'nothing (no XMP)' : [xmp.source ?? 'no source', xmp.system].filter(Boolean).join(', by ')],
    ...Object.entries(xmp?.alt ?? {})
      .filter(([language]) => language !== 'x-default')
      .map(([language, text]) => [`alt ${language}`, text] as const),
    ['signature', unread ? 'could not be read' : formatCredentials(report)],
    ...(credentials?.ingredients ?? []).map(({ title, signer }) => ['made with', signer === undefined ? title : `${title}, signed by ${signer}`] as const),
    ['here', match === undefined ? 'no picture of this project' : formatMatch(match)],
    ...(match?.picture.provenance?.layers ?? []).map((layer) => [`  ${layer.slot}`, formatLayer(layer)] as const),
    ...(match ? ([['AI share', `${Math.round((match.picture.provenance?.aiShare ?? 0) * 100)} %`]] as const) : []),
    ...(match?.review.approvals ?? []).map(({ verdict, by, date }) => [verdict, `by ${by} on ${date}`] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) => `  ${palette.dim(cleanForTerminal(name).padEnd(width))}  ${cleanForTerminal(text)}\n`);
  return `${palette.bold(cleanForTerminal(file))}  ${header.format}, ${header.width} × ${header.height}\n${lines.join('')}${report.sidecar === undefined ? '' : `  written: ${cleanForTerminal(report.sidecar)}\n`}`;
}

function formatCredentials({ credentials }: ProvenanceReport): string {
  if (credentials === undefined) return 'none (no C2PA)';
  const { state, signer, generator } = credentials;
  return state === 'valid' ? `holds: unchanged since ${signer} signed it (${generator}); whether to trust them is up to you` : 'does not hold';
}

const ways: { readonly [by in ProvenanceMatch['by']]: string } = {
  published: 'the published file',
  unsigned: 'the published file before it was signed',
  pixels: 'other bytes, exactly its pixels',
  decoded: 'other bytes, the pixels of a published file',
};

function formatMatch({ cell, by, picture, review }: ProvenanceMatch): string {
  const size = picture.files.map(({ format, bytes }) => `${format} ${formatBytes(bytes)}`).join(', ');
  return `${cell}: ${ways[by]}; ${review.state}${picture.draft ? ', a draft' : ''} (${size})`;
}

function formatLayer(layer: PictureLayer): string {
  if (layer.kind === 'file') return layer.path;
  if (layer.kind === 'procedural') return `${layer.procedure}, seed ${layer.seed}`;
  const bought = layer.date === undefined ? 'a stand-in' : `bought ${layer.date}, request ${layer.request}`;
  return `${layer.kind} by ${layer.model} (${layer.generator}), ${bought}, prompt ${layer.prompt.slice(0, 12)}`;
}
