import sharp, { type Metadata } from 'sharp';
import { refuseMissing, refuseValue } from './api-error.ts';
import type { ParsedRequest, Upload } from './parse-request.ts';

/** An input image that can be read; width and height in px, after its orientation is applied. */
export interface Reference {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const referenceLimit = 50 * 1024 * 1024;
const maskLimit = 4 * 1024 * 1024;
const mediaTypes = ['image/jpeg', 'image/png', 'image/webp'];

/**
 * The input images of an edit: 1–16 of png, jpeg or webp below 50 MB each, and a mask as a PNG below 4 MB with alpha in the size of the first.
 * @throws {ApiError} 400.
 */
export async function validateReferences({ references, mask }: ParsedRequest): Promise<readonly Reference[]> {
  if (references.length === 0) throw refuseMissing('image');
  if (references.length > 16)
    throw refuseValue('image', `Invalid 'image': array too long. Expected at most 16 images, got ${references.length}.`, 'array_above_max_length');
  const read = await Promise.all(references.map((reference) => readReference(reference)));
  if (mask !== undefined && read[0] !== undefined) await validateMask(mask, read[0]);
  return read;
}

async function readReference({ bytes, mediaType }: Upload): Promise<Reference> {
  if (!mediaTypes.includes(mediaType)) {
    throw refuseValue(
      'image',
      `Invalid file 'image': unsupported mimetype ('${mediaType}'). Supported are ${mediaTypes.join(', ')}.`,
      'unsupported_file_mimetype',
    );
  }
  if (bytes.length === 0) throw refuseValue('image', 'The image file is empty.', 'empty_image_file');
  if (bytes.length >= referenceLimit) throw refuseValue('image', 'The image file must be smaller than 50 MB.', 'image_file_too_large');
  const { format, autoOrient } = await readMetadata(bytes, 'image');
  if (!mediaTypes.includes(`image/${format}`)) throw refuseValue('image', 'The image data is not a png, jpeg or webp.', 'invalid_image_format');
  return { bytes, width: autoOrient.width, height: autoOrient.height };
}

async function validateMask({ bytes }: Upload, first: Reference): Promise<void> {
  if (bytes.length >= maskLimit) throw refuseValue('mask', 'The mask must be smaller than 4 MB.', 'image_file_too_large');
  const { format, width, height, hasAlpha } = await readMetadata(bytes, 'mask');
  if (format !== 'png') throw refuseMask('mask must be a PNG');
  if (!hasAlpha) throw refuseMask('mask image has no alpha channel');
  if (width !== first.width || height !== first.height) {
    throw refuseMask(`mask size ${width}x${height} does not match image size ${first.width}x${first.height}`);
  }
}

async function readMetadata(bytes: Buffer, param: string): Promise<Metadata> {
  try {
    return await sharp(bytes).metadata();
  } catch {
    throw refuseValue(param, 'The image data could not be read.', param === 'mask' ? 'invalid_mask_image_format' : 'invalid_image');
  }
}

function refuseMask(problem: string): Error {
  return refuseValue('mask', `Invalid mask image format: ${problem}.`, 'invalid_mask_image_format');
}
