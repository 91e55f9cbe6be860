import { apiRequestInvalid } from '../../../diagnostics/generate.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { GenerateRequest } from '../../../model/purchase.ts';
import type { RequestFiles } from '../../../spec/generator.ts';
import { sharedLimits } from './capabilities.ts';
import { readPictureHeader } from './read-picture-header.ts';

/** What the provider is known to refuse about the pictures that go into a request: format, weight, and a mask that does not lie on the first picture. */
export function checkFiles(request: GenerateRequest, files: RequestFiles): readonly Diagnostic[] {
  if (files.references.length !== request.references.length) {
    return [
      refuse('references', `${files.references.length} files`, `the request names ${request.references.length}`, 'Hand over one file for each reference.'),
    ];
  }
  const found = files.references.flatMap((bytes, index) => checkReference(request.references[index]?.name ?? `Image ${index + 1}`, bytes));
  return files.mask === undefined ? found : [...found, ...checkMask(files.mask, files.references[0])];
}

function refuse(field: string, value: string, limit: string, fix: string): Diagnostic {
  return apiRequestInvalid({ field, value, limit, fix });
}

function checkReference(name: string, bytes: Uint8Array): readonly Diagnostic[] {
  const most = sharedLimits.referenceBytes;
  if (readPictureHeader(bytes) === undefined)
    return [refuse(`"${name}"`, `of ${bytes.length} bytes`, 'it is no png, jpeg or webp', 'Convert it to one of them.')];
  return bytes.length < most ? [] : [refuse(`"${name}"`, `of ${bytes.length} bytes`, `pictures must be smaller than ${most}`, 'Scale it down.')];
}

function checkMask(mask: Uint8Array, first: Uint8Array | undefined): readonly Diagnostic[] {
  const most = sharedLimits.maskBytes;
  const header = readPictureHeader(mask);
  const base = first === undefined ? undefined : readPictureHeader(first);
  const found: Diagnostic[] = [];
  if (header?.format !== 'png' || header.alpha !== true) {
    return [
      refuse(
        'the mask',
        `(${header?.format ?? 'no picture'})`,
        'it must be a png with an alpha channel',
        'Save it as png; what is transparent in it may change.',
      ),
    ];
  }
  if (mask.length >= most)
    found.push(
      refuse('the mask', `of ${mask.length} bytes`, `masks must be smaller than ${most}`, 'Save it with fewer colours; only its transparency counts.'),
    );
  if (base?.width !== undefined && (base.width !== header.width || base.height !== header.height)) {
    found.push(refuse('the mask', `of ${header.width}×${header.height}`, `the first picture is ${base.width}×${base.height}`, 'Give both the same size.'));
  }
  return found;
}
