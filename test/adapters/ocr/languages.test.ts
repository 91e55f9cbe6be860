import { expect, test } from 'vitest';
import { findLanguageData } from '../../../src/adapters/ocr/tesseract/languages.ts';

test.each([
  ['de-AT', 'deu'],
  ['pt-BR', 'por'],
  ['zh', 'chi_sim'],
  ['zh-TW', 'chi_tra'],
  ['sr', 'srp'],
  ['sr-Latn', 'srp_latn'],
  ['no', 'nor'],
  ['tlh', undefined],
])('the data of %s is %s', (locale, data) => {
  expect(findLanguageData(locale)).toBe(data);
});
