import * as z from 'zod';
import { isCustomCheck } from './define-check.ts';
import type { CustomCheck } from './define-check.ts';
import { closed, word, words } from './schema-parts.ts';

const share = z.number().min(0).max(1);
const bytes = z.int().min(1);

const color = closed({
  token: word,
  slot: word.optional(),
  region: closed({ x: share, y: share, width: share.gt(0), height: share.gt(0) }).optional(),
  sizes: words.optional(),
}).refine(({ slot, region }) => (slot === undefined) !== (region === undefined), 'names either a slot or a region');

const logo = closed({ slot: word.optional(), clearSpace: z.number().min(0).max(4).optional(), smallest: share.optional() });

const custom = z.custom<CustomCheck>(isCustomCheck, 'must be made with defineCheck(…)');

/** What `visuals check` asks of pictures. */
export const checks = closed({
  contrast: z.number().min(1).max(21).optional(),
  copySpace: share.optional(),
  colorDistance: z.number().min(0).max(100).optional(),
  colors: z.array(color).optional(),
  logo: logo.optional(),
  maxBytes: closed({ avif: bytes.optional(), webp: bytes.optional(), png: bytes.optional(), jpeg: bytes.optional() }).optional(),
  altLength: z.int().min(1).optional(),
  notice: z.int().min(0).max(3650).optional(),
  maskLeak: share.optional(),
  art: z.record(z.string(), closed({ text: z.union([z.enum(['none', 'any']), z.array(z.string()).min(1)]).optional() })).optional(),
  severity: z.record(z.string(), z.enum(['error', 'warn', 'off'])).optional(),
  custom: z.array(custom).optional(),
});

/** What is declared of who and what is shown. */
export const policy = closed({
  people: z.enum(['none', 'generated', 'real']).optional(),
  likeness: z.enum(['none', 'released', 'open']).optional(),
  claims: z.enum(['none', 'proven', 'open']).optional(),
});
