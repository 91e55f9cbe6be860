import type { CopyDocument, CopyFormat, TranslationUnit } from '../copy-format.ts';
import { escapeXml, escapeXmlAttribute, type XmlElement } from '../scan-xml.ts';
import type { UnitCollector } from '../unit-collector.ts';
import { createXliffFormat, findElements, formatTexts, readText, type XliffFile, type XliffUnit } from '../create-xliff-format.ts';

/**
 * XLIFF 1.2. The key of a `trans-unit` is its `resname`, else its `id`; a `note` is a note, a `context` of type `x-context` the context, `maxwidth` with
 * `size-unit="char"` the limit. Placeholders are written as `ph`, so that translators' tools protect them.
 */
export const xliff1Format: CopyFormat = createXliffFormat('xliff-1', {
  listFiles: (root, collector) => findElements(root, 'file').flatMap((element) => readFile(element, collector)),
  formatUnit,
  formatDocument,
});

function readFile(element: XmlElement, collector: UnitCollector): readonly XliffFile[] {
  const body = findElements(element, 'body')[0];
  const [source, target] = ['source-language', 'target-language'].map((name) => element.attributes.get(name)?.value ?? '');
  if (source === '') collector.refuse(element.offset, '<file> has no source-language');
  if (body === undefined) collector.refuse(element.offset, '<file> has no <body>');
  if (body === undefined || source === '') return [];
  const units = findElements(body, 'trans-unit', ['group']).map((unit) => readUnit(unit, collector));
  return [{ element, sourceLanguage: source ?? '', targetLanguage: target ?? '', units, home: body }];
}

function readUnit(element: XmlElement, { refuse }: UnitCollector): XliffUnit {
  const name = element.attributes.get('resname') ?? element.attributes.get('id');
  const [source, target] = [findElements(element, 'source')[0], findElements(element, 'target')[0]];
  if (source === undefined) refuse(element.offset, '<trans-unit> has no <source>');
  const note = findElements(element, 'note').map(readText).join('\n');
  const context = findElements(element, 'context', ['context-group']).filter((each) => each.attributes.get('context-type')?.value === 'x-context');
  const width = /^[1-9]\d{0,8}$/.exec(element.attributes.get('maxwidth')?.value ?? '')?.[0];
  const limit = element.attributes.get('size-unit')?.value === 'char' ? width : undefined;
  return {
    key: name?.value ?? '',
    keyOffset: name?.offset ?? element.offset,
    segments: [{ source, target }],
    ...(note !== '' && { note }),
    ...(context.length > 0 && { context: context.map(readText).join('\n') }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}

function formatDocument({ sourceLocale, targetLocale, units }: CopyDocument): readonly string[] {
  return [
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">',
    `  <file original="copy" datatype="plaintext" source-language="${escapeXml(sourceLocale)}" target-language="${escapeXml(targetLocale)}">`,
    '    <body>',
    ...units.flatMap((unit) => formatUnit(unit).map((line) => `      ${line}`)),
    '    </body>',
    '  </file>',
    '</xliff>',
  ];
}

function formatUnit({ key, source, target, note, context, limit }: TranslationUnit): readonly string[] {
  const [words, translated] = formatTexts({ source, ...(target !== undefined && { target }) }, (text, id) => `<ph id="${id}">${escapeXml(text)}</ph>`);
  const width = limit === undefined ? '' : ` maxwidth="${limit}" size-unit="char"`;
  return [
    `<trans-unit id="${escapeXmlAttribute(key)}" resname="${escapeXmlAttribute(key)}"${width} xml:space="preserve">`,
    `  <source>${words}</source>`,
    ...(translated === undefined ? [] : [`  <target state="translated">${translated}</target>`]),
    ...(context === undefined
      ? []
      : [`  <context-group purpose="information"><context context-type="x-context">${escapeXml(context)}</context></context-group>`]),
    ...(note === undefined ? [] : [`  <note>${escapeXml(note)}</note>`]),
    '</trans-unit>',
  ];
}
