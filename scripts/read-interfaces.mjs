import { parseSync } from 'oxc-parser';

/**
 * The interfaces of TypeScript sources by name, each as its members in their order, those that it extends first: `{ path, type, optional, text }`, where `text` is
 * the docstring. A member that is an object written in place is followed by its own members, `output.dir` behind `output`. Names that stand for a choice of
 * words, and members of other interfaces, are replaced by what they stand for.
 */
export function readInterfaces(sources) {
  const files = sources.map(parseSource);
  const declarations = files.flatMap(({ statements, ...file }) => statements.map((statement) => ({ statement, file })));
  const known = { interfaces: new Map(), choices: new Map() };
  for (const { statement, file } of declarations) {
    if (statement.type === 'TSTypeAliasDeclaration' && isChoice(statement.typeAnnotation))
      known.choices.set(statement.id.name, cut(statement.typeAnnotation, file));
    if (statement.type === 'TSInterfaceDeclaration') known.interfaces.set(statement.id.name, { statement, file });
  }
  return new Map([...known.interfaces.keys()].map((name) => [name, readMembers(name, known)]));
}

function parseSource(source) {
  const { program, comments } = parseSync('source.ts', source, { lang: 'ts' });
  const statements = program.body.map((statement) => (statement.type === 'ExportNamedDeclaration' && statement.declaration) || statement);
  return { source, statements, docs: comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*')) };
}

function isChoice(type) {
  return type.type === 'TSUnionType' && type.types.every((each) => each.type === 'TSLiteralType');
}

function readMembers(name, known) {
  const { statement, file } = known.interfaces.get(name);
  const inherited = statement.extends.map(({ expression }) => expression.name).filter((each) => known.interfaces.has(each) && !apart.has(each));
  return [...inherited.flatMap((each) => readMembers(each, known)), ...statement.body.body.flatMap((member) => readMember(member, '', { file, known }))];
}

/** What many interfaces extend, and a page says once. */
const apart = new Set(['Rights', 'FramingOptions', 'PromptOptions', 'PurchaseOptions', 'PaidSettingsOptions']);

function readMember(member, within, context) {
  if (member.type !== 'TSPropertySignature') return [];
  const { typeAnnotation: type } = member.typeAnnotation;
  const path = `${within}${member.key.name}`;
  const inner = type.type === 'TSTypeLiteral' ? type.members.flatMap((each) => readMember(each, `${path}.`, context)) : [];
  const own = { path, type: inner.length > 0 ? 'object' : writeType(type, context), optional: member.optional, text: findText(member, context.file) };
  return [own, ...inner];
}

/** A type as an author would say it: what only the compiler cares for is left out. */
function writeType(type, { file, known }) {
  return cut(type, file)
    .replaceAll(/NonNullable<(.+?)>/g, '$1')
    .replaceAll(/(\w+)\['(\w+)'\]/g, (whole, name, member) => findMember(name, member, known) ?? whole)
    .replaceAll(/(?<=^|: )\w+(?=(?:\[\])?$| \})/g, (name) => known.choices.get(name) ?? name)
    .replaceAll(/^('.*')\[\]$/g, '($1)[]')
    .replaceAll(/OneOrMany<(.+?)>(?=$| [}&])/g, '$1 | $1[]')
    .replaceAll(/\[(\w+)(?:: string| in [\w ]+)\]\??:/g, '[$1]:')
    .replaceAll(/Partial<([\w<>]+)>(?=$| \})/g, '$1')
    .replaceAll(/PerAspect<(\w+)>/g, '$1 | { tall: $1, square: $1, wide: $1, banner: $1, strip?: $1 }')
    .replaceAll(/\b(?:ArtOf|DataShape)<Name>/g, (name) => (name.startsWith('Art') ? '{ [slot]: ArtDefinition }' : '{ [name]: value }'))
    .replaceAll(/(\w+)<Name>/g, '$1')
    .replaceAll(/^(\{ .* \}) & \1$/g, '$1')
    .replaceAll(' | Unregistered', '')
    .replaceAll(/\((\w+)\)\[\]/g, '$1[]');
}

function findMember(name, member, known) {
  if (!known.interfaces.has(name)) return undefined;
  return readMembers(name, known).find(({ path }) => path === member)?.type;
}

function cut({ start, end }, { source }) {
  return source
    .slice(start, end)
    .replaceAll(/\/\*.*?\*\/|\breadonly /g, '')
    .replaceAll(/\s+/g, ' ');
}

/** The docstring right before a member; links become plain names. */
function findText({ start }, { source, docs }) {
  const doc = docs.findLast(({ end }) => end <= start);
  if (doc === undefined || source.slice(doc.end, start).trim() !== '') return '';
  const text = doc.value.replaceAll(/^\s*\*+ ?/gm, ' ').replaceAll(/\s+/g, ' ');
  return text.replaceAll(/\{@link (\w+)\}/g, '`$1`').trim();
}
