/** The qualities that any model knows. */
export type Quality = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What this server believes of one image model, apart from the tool's own table so that a mistake in that one shows. */
export interface ServedModel {
  readonly id: string;
  /** `grid`: any size on the 16 grid within limits; `fixed`: three sizes; `any`: no rule, as self-hosted servers have it. */
  readonly sizes: 'grid' | 'fixed' | 'any';
  readonly qualities: readonly Quality[];
  /** Whether a transparent background may be asked for; `preview` only when the server was started with `previews`. */
  readonly transparent: boolean | 'preview';
  /** Values of `input_fidelity`; none when the parameter has to be left out. */
  readonly fidelities: readonly string[];
  readonly complexity: boolean;
  /** Sides of the output token grid per quality; none for models billed by the older fixed table. */
  readonly tokenBase?: Readonly<Partial<Record<Quality, number>>>;
  /** Day from which the model answers 404, as `YYYY-MM-DD`. */
  readonly shutdownDate?: string;
}

const usual: readonly Quality[] = ['low', 'medium', 'high'];
const baseOf2 = { low: 16, medium: 48, high: 96 };
const baseOf25 = { low: 16, medium: 24, high: 48, xhigh: 64, max: 96 };

const gptImage2 = { sizes: 'grid', qualities: usual, transparent: 'preview', fidelities: [], complexity: false, tokenBase: baseOf2 } as const;
const gptImage25 = { sizes: 'grid', qualities: [...usual, 'xhigh', 'max'], transparent: true, fidelities: [], complexity: true, tokenBase: baseOf25 } as const;
// Whether 2.6 has the two upper qualities is not documented: it is served without them, under the token bases of 2.5.
const gptImage26 = { ...gptImage25, qualities: usual } as const;
const older = { sizes: 'fixed', qualities: usual, transparent: true, complexity: false, shutdownDate: '2026-12-01' } as const;

/** The image models, as known on 2026-11-22. */
export const servedModels: readonly ServedModel[] = [
  { id: 'gpt-image-2', ...gptImage2 },
  { id: 'gpt-image-2-2026-04-21', ...gptImage2 },
  { id: 'gpt-image-2.5-sunburst', ...gptImage25 },
  { id: 'gpt-image-2.5-sunburst-2026-09-08', ...gptImage25 },
  { id: 'gpt-image-2.5-flare', ...gptImage25 },
  { id: 'gpt-image-2.5-flare-2026-09-08', ...gptImage25 },
  { id: 'gpt-image-2.6-sunburst', ...gptImage26 },
  { id: 'gpt-image-2.6-flare', ...gptImage26 },
  { id: 'gpt-image-1.5', ...older, fidelities: ['low', 'high'] },
  { id: 'gpt-image-1-mini', ...older, fidelities: ['low'] },
  { id: 'chatgpt-image-latest', ...older, fidelities: ['low', 'high'] },
  { id: 'gpt-image-1', ...older, fidelities: ['low', 'high'], shutdownDate: '2026-10-23' },
  { id: 'dall-e-2', ...older, fidelities: [], shutdownDate: '2026-05-12' },
  { id: 'dall-e-3', ...older, fidelities: [], shutdownDate: '2026-05-12' },
];

/** The models that still answer on a day (`YYYY-MM-DD`). */
export function listServedModels(today: string): readonly ServedModel[] {
  return servedModels.filter(({ shutdownDate }) => shutdownDate === undefined || today < shutdownDate);
}

/** A stand-in for whatever a self-hosted server calls its model. */
export function createUnknownModel(id: string): ServedModel {
  return { id, sizes: 'any', qualities: gptImage25.qualities, transparent: true, fidelities: ['low', 'high'], complexity: true };
}
