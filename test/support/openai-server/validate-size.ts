import { refuseValue } from './api-error.ts';
import type { ServedModel } from './served-models.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const fixedSizes = ['1024x1024', '1536x1024', '1024x1536'];

/**
 * Width and height in px of a `size` parameter; `auto` is 1024 × 1024.
 * @throws {ApiError} 400 for a size that the model doesn't make.
 */
export function validateSize(value: unknown, model: ServedModel): Size {
  if (value === 'auto') return { width: 1024, height: 1024 };
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(typeof value === 'string' ? value : '') ?? [];
  if (typeof value !== 'string' || width === undefined || height === undefined) throw refuseSize(value, "expected 'auto' or WIDTHxHEIGHT.");
  const size = { width: Number(width), height: Number(height) };
  const problem = findProblem(size, value, model);
  if (problem !== undefined) throw refuseSize(value, problem);
  return size;
}

function findProblem(size: Size, written: string, model: ServedModel): string | undefined {
  switch (model.sizes) {
    case 'fixed':
      return fixedSizes.includes(written) ? undefined : `supported values are: ${fixedSizes.join(', ')} and auto.`;
    case 'grid':
      return findGridProblem(size);
    case 'any':
      return size.width > 0 && size.height > 0 ? undefined : 'both edges must be positive.';
  }
}

function findGridProblem({ width, height }: Size): string | undefined {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (width % 16 !== 0 || height % 16 !== 0) return 'width and height must both be divisible by 16.';
  if (long > 3840) return 'the longest edge must be at most 3840 pixels.';
  if (long > short * 3) return 'the aspect ratio must be between 1:3 and 3:1.';
  if (width * height < 655_360) return 'the size is below the current minimum pixel budget of 655360.';
  if (width * height > 8_294_400) return 'the size is above the current maximum pixel budget of 8294400.';
  return undefined;
}

function refuseSize(value: unknown, problem: string): Error {
  return refuseValue('size', `Invalid size ${JSON.stringify(value)}: ${problem}`);
}
