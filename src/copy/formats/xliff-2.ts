import type { CopyDocument, CopyFormat, TranslationUnit } from '../copy-format.ts';
import { escapeXml, escapeXmlAttribute, type XmlElement } from '../scan-xml.ts';
import type { UnitCollector } from '../unit-collector.ts';
import { createXliffFormat, findElements, formatTexts, readText, type XliffFile, type XliffUnit } from '../create-xliff-format.ts';

/**
 * XLIFF 2.0 (2.1 and 2.2 read the same). The key of a `unit` is its `name`, else its `id`; notes are the note, those of the category `context` the context,
 * `slr:sizeRestriction` the limit. A unit in several segments is one message. Placeholders are written as `ph`.
 */
export const xliff2Format: CopyFormat = createXliffFormat('xliff-2', { listFiles, formatUnit, formatDocument });

function listFiles(root: XmlElement, collector: UnitCollector): readonly XliffFile[] {
  const [sourceLanguage = '', targetLanguage = ''] = ['srcLang', 'trgLang'].map((name) => root.attributes.get(name)?.value);
  if (sourceLanguage === '') collector.refuse(root.offset, '<xliff> has no srcLang');
  return findElements(root, 'file').map((element) => ({
    element,
    sourceLanguage,
    targetLanguage,
    units: findElements(element, 'unit', ['group']).map((unit) => readUnit(unit, collector)),
    home: element,
  }));
}

function readUnit(element: XmlElement, { refuse }: UnitCollector): XliffUnit {
  const name = element.attributes.get('name') ?? element.attributes.get('id');
  const parts = element.children.flatMap((child) => (child.name === 'segment' || child.name === 'ignorable' ? [child] : []));
  if (!parts.some((part) => part.name === 'segment')) refuse(element.offset, '<unit> has no <segment>');
  const segments = parts.map(readSegment);
  const notes = findElements(element, 'note', ['notes']);
  const isContext = (note: XmlElement): boolean => note.attributes.get('category')?.value === 'context';
  const [context, note] = [notes.filter(isContext), notes.filter((each) => !isContext(each))].map((each) => each.map(readText).join('\n'));
  const limit = /(?:^|,)\s*([1-9]\d{0,8})$/.exec(element.attributes.get('sizeRestriction')?.value ?? '')?.[1];
  return {
    key: name?.value ?? '',
    keyOffset: name?.offset ?? element.offset,
    segments,
    ...(note !== '' && note !== undefined && { note }),
    ...(context !== '' && context !== undefined && { context }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}

function readSegment(part: XmlElement): XliffUnit['segments'][number] {
  return { source: findElements(part, 'source')[0], target: findElements(part, 'target')[0], isFiller: part.name === 'ignorable' };
}

function formatDocument({ sourceLocale, targetLocale, units }: CopyDocument): readonly string[] {
  const isLimited = units.some(({ limit }) => limit !== undefined);
  const restriction = isLimited ? ' xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0"' : '';
  return [
    `<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"${restriction} version="2.0" srcLang="${escapeXml(sourceLocale)}" trgLang="${escapeXml(targetLocale)}">`,
    '  <file id="copy">',
    ...(isLimited ? ['    <slr:profiles generalProfile="xliff:codepoints"/>'] : []),
    ...units.flatMap((unit, index) => formatUnit(unit, index + 1).map((line) => `    ${line}`)),
    '  </file>',
    '</xliff>',
  ];
}

/** A `unit` needs a NMTOKEN for an id, which a key need not be: the key is its name. */
function formatUnit({ key, source, target, note, context, limit }: TranslationUnit, index: number): readonly string[] {
  const [words, translated] = formatTexts({ source, ...(target !== undefined && { target }) }, formatPlaceholder);
  const notes = [
    ...(note === undefined ? [] : [`    <note>${escapeXml(note)}</note>`]),
    ...(context === undefined ? [] : [`    <note category="context">${escapeXml(context)}</note>`]),
  ];
  return [
    `<unit id="u${index}" name="${escapeXmlAttribute(key)}"${limit === undefined ? '' : ` slr:sizeRestriction="${limit}"`} xml:space="preserve">`,
    ...(notes.length === 0 ? [] : ['  <notes>', ...notes, '  </notes>']),
    translated === undefined ? '  <segment>' : '  <segment state="translated">',
    `    <source>${words}</source>`,
    ...(translated === undefined ? [] : [`    <target>${translated}</target>`]),
    '  </segment>',
    '</unit>',
  ];
}

const formatPlaceholder = (text: string, id: number): string => `<ph id="${id}" equiv="${escapeXmlAttribute(text)}" disp="${escapeXmlAttribute(text)}"/>`;
