import { describe, expect, it } from 'vitest';
import { loadCopyFormat } from '../../src/copy/copy-formats.ts';
import { placeWithin } from '../../src/copy/text-places.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';

async function read(path: string, text: string, locale = 'de', shared = false) {
  const format = (await loadCopyFormat(path, text))!;
  const { units, problems } = format.read({ path, text, locale, shared });
  return {
    name: format.name,
    units: units.map(({ key, text: message, place, ...about }) => {
      const facts = Object.entries(about).filter(([name]) => name !== 'jumps');
      return [key, message, `${place.line}:${place.column}`, ...(facts.length > 0 ? [Object.fromEntries(facts)] : [])];
    }),
    problems: problems.map(({ code, message, place }) => `${code} ${place?.line}:${place?.column} ${message.replace(/^.* can't be read: (.*)\.$/, '$1')}`),
  };
}

const xliff1 = (body: string, head = 'source-language="en" target-language="de"'): string =>
  `<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" datatype="plaintext" ${head}><body>\n${body}\n</body></file></xliff>`;
const xliff2 = (body: string): string => `<xliff version="2.0" srcLang="en" trgLang="de"><file id="f">\n${body}\n</file></xliff>`;

describe('formats', () => {
  it.each([
    ['a.json', '{ "a": "b" }', 'json'],
    ['a.json', '{ "@@locale": "de" }', 'arb'],
    ['A.ARB', '{}', 'arb'],
    ['a.yml', 'a: b', 'yaml'],
    ['a.po', '', 'po'],
    ['a.xlf', xliff1(''), 'xliff-1'],
    ['a.xlf', xliff2(''), 'xliff-2'],
    ['a.xliff', "<x:xliff xmlns:x='y' version='2.1'/>", 'xliff-2'],
    ['a.csv', 'key,de', 'csv'],
  ])('%s, case %#', async (path, text, name) => {
    expect((await loadCopyFormat(path, text))?.name).toBe(name);
  });

  it('are told by endings alone', async () => {
    expect(await loadCopyFormat('README.md', '')).toBeUndefined();
  });
});

describe('what a file tells about a message', () => {
  it.each([
    [
      'a.json',
      '{ "a": "x", "@a": { "description": "Note", "context": "Button", "maxLength": 9 }, "g": { "b": "y" } }',
      [
        ['a', 'x', '1:9', { note: 'Note', context: 'Button', limit: 9 }],
        ['g.b', 'y', '1:96'],
      ],
    ],
    [
      'a.arb',
      '{"@@locale":"de", "a": "x", "@a": {"description": "Note", "placeholders": {"n": {"type": "int"}}, "x-limit": 9}}',
      [['a', 'x', '1:25', { note: 'Note', limit: 9 }]],
    ],
    [
      'a.yaml',
      '# Not above\n\n# Note\n# of two\n# context: Button\n# limit: 9\na: x # beside\ng:\n  b: |\n    # no comment\n  c: "y"\n',
      [
        ['a', 'x', '7:4', { note: 'Note\nof two', context: 'Button', limit: 9 }],
        ['g.b', '# no comment\n', '10:5'],
        ['g.c', 'y', '11:7'],
      ],
    ],
    [
      'a.po',
      '#  mine\n#. Note\n#. Context: Button\n#, max-length:9\nmsgctxt "a"\nmsgid "Source"\nmsgstr "x"\n\nmsgid "b"\nmsgstr ""\n"y\\n"\n"z"\n',
      [
        ['a', 'x', '7:9', { note: 'Note', context: 'Button', limit: 9, source: 'Source' }],
        ['b', 'y\nz', '11:2'],
      ],
    ],
    [
      'a.xlf',
      xliff1(
        '<group><trans-unit id="1" resname="a" maxwidth="9" size-unit="char"><source>Source</source><target>x &amp; <![CDATA[<y>]]></target><note>Note</note><context-group><context context-type="x-context">Button</context><context context-type="sourcefile">f.ts</context></context-group></trans-unit></group><trans-unit id="b" maxwidth="9"><source>s</source><target/></trans-unit>',
      ),
      [['a', 'x & <y>', '3:100', { note: 'Note', context: 'Button', limit: 9, source: 'Source' }]],
    ],
    [
      'a.xlf',
      xliff2(
        '<unit id="1" name="a" slr:sizeRestriction="0,9"><notes><note>Note</note><note category="context">Button</note></notes><segment><source>One.</source><target>Eins.</target></segment><ignorable><source> </source></ignorable><segment><source>Two.</source><target>Zwei.</target></segment></unit>',
      ),
      [['a', 'Eins. Zwei.', '2:157', { note: 'Note', context: 'Button', limit: 9, source: 'One. Two.' }]],
    ],
    [
      'a.csv',
      'key;en;de;Note;Context;Limit;Picture\na;Source;"x ""y""";Note;Button;9;a.png\nb;s;;;;;\n',
      [['a', 'x "y"', '2:11', { note: 'Note', context: 'Button', limit: 9, source: 'Source' }]],
    ],
    ['a.csv', '\uFEFFkey,source,target\r\na,Source,"x\r\ny"\r\n', [['a', 'x\ny', '2:11', { source: 'Source' }]]],
  ])('%s, case %#', async (path, text, units) => {
    expect(await read(path, text)).toMatchObject({ units, problems: [] });
  });

  it('is the source where the source is asked for', async () => {
    const unit = '<trans-unit id="a"><source>Source</source><target>Ziel</target></trans-unit>';
    expect((await read('a.xlf', xliff1(unit), 'en')).units).toEqual([['a', 'Source', '3:28']]);
    const po = 'msgid ""\nmsgstr "Language: en\\nX-Source-Language: en\\n"\n\nmsgctxt "a"\nmsgid "Source"\nmsgstr ""\n';
    expect((await read('a.po', po, 'en')).units).toEqual([['a', 'Source', '5:8']]);
  });

  it('is left out where it is not translated', async () => {
    expect(await read('a.po', '#, fuzzy, c-format\nmsgid "a"\nmsgstr "guess"\n\n#~ msgid "old"\n#~ msgstr "alt"\n\nmsgid "b"\nmsgstr ""\n')).toEqual({
      name: 'po',
      units: [],
      problems: [],
    });
    expect(
      (await read('a.xlf', xliff2('<unit id="a"><segment><source>1</source><target>eins</target></segment><segment><source>2</source></segment></unit>')))
        .units,
    ).toEqual([]);
  });
});

describe('faults', () => {
  it.each([
    [
      'a.json',
      '{\n "a": 1, "b": "x",\n "b": "y", "@c": {} }',
      [
        'COPY_PARSE 2:7 "a" is not a text',
        'COPY_DUP_KEY 3:2 The key "b" is defined twice for de; first at a.json:2:16.',
        'COPY_PARSE 3:12 "@c" tells about a message that is not there (did you mean "a"?)',
      ],
    ],
    [
      'a.json',
      '{ "a": "x", "@a": { "description": 1, "maxLength": "9" } }',
      ['COPY_PARSE 1:36 "description" is not a text', 'COPY_PARSE 1:52 "maxLength" is not a number of characters'],
    ],
    [
      'a.arb',
      '{ "@@locale": "fr", "g": { "a": "x" }, "@b": "y" }',
      [
        'COPY_LOCALE 1:16 a.arb is not for de: it is for fr.',
        'COPY_PARSE 1:21 "g" holds keys of its own, which ARB has not',
        'COPY_PARSE 1:40 "@b" is not an object',
      ],
    ],
    [
      'a.yaml',
      'a: x\nb: 5\nc:\nd: [x]\na: y\n? {e: f}\n: g\n',
      [
        'COPY_DUP_KEY 5:1 The key "a" is defined twice for de; first at a.yaml:1:4.',
        'COPY_PARSE 2:4 "b" is not a text',
        'COPY_PARSE 3:3 "c" is not a text',
        'COPY_PARSE 4:4 "d" is not a text',
        'COPY_PARSE 6:3 a key is not a text',
      ],
    ],
    ['a.yaml', 'a: &x text\nb: *x\n', ['COPY_PARSE 2:4 an alias stands for a text']],
    ['a.yaml', 'a: "x\nb: y\n', ['COPY_PARSE 1:4 a text in quotes is not closed']],
    ['a.yaml', "a: x\nb:\n  c: 'it''s\n  d: \"y\"\n", ['COPY_PARSE 3:6 a text in quotes is not closed']],
    ['a.yaml', 'a: x\n\tb: y\n', ['COPY_PARSE']],
    ['a.yaml', 'a: x\n---\nb: y\n', ['COPY_PARSE 2:1 it holds more than one document']],
    ['a.yaml', '- a\n', ['COPY_PARSE 1:1 its top is not a mapping of keys']],
    ['a.yaml', '', ['COPY_PARSE 1:1 its top is not a mapping of keys']],
    ['a.yaml', `a: ${'['.repeat(20_000)}`, ['COPY_PARSE']],
    ['a.po', 'msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n', ['COPY_DUP_KEY 4:8 The key "a" is defined twice for de; first at a.po:2:9.']],
    ['a.po', 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "x"\nmsgstr[1] "y"\n', ['COPY_PLURAL 2:1 The message "a" has gettext plural forms.']],
    ['a.po', 'msgid "a\nmsgstr "x"\n', ['COPY_PARSE 1:7 a text is not closed on its line']],
    [
      'a.po',
      'msgid "a"\nmsgstr "\\q"\nmsgtr "x"\n',
      ['COPY_PARSE 2:9 a text holds a wrong escape \\q', 'COPY_PARSE 3:1 expected msgctxt, msgid, msgstr or a comment'],
    ],
    [
      'a.po',
      'msgid "a"\n\nmsgid "b"\nmsgstr "x"\nmsgstr "y"\n',
      ['COPY_PARSE 1:1 an entry has no msgstr', 'COPY_PARSE 5:1 a second msgstr stands in one entry'],
    ],
    [
      'a.po',
      'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=ISO-8859-1\\n"\n',
      ['COPY_LOCALE 2:9 a.po is not for de: it is for fr.', 'COPY_PARSE 2:9 it says that its encoding is ISO-8859-1'],
    ],
    [
      'a.xlf',
      '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<xliff version="1.2"/>',
      ['COPY_PARSE 1:1 it declares a document type, which is not allowed'],
    ],
    [
      'a.xlf',
      xliff1('<trans-unit id="a"><source>s</source><target>&x;</target></trans-unit>'),
      ['COPY_PARSE 3:46 &x; stands for no character; a plain & is written &amp;'],
    ],
    [
      'a.xlf',
      xliff1(
        '<trans-unit id="a"><source>s</source><target>x</target></trans-unit>\n<trans-unit id="b" resname="a"><source>s</source><target>y</target></trans-unit>',
      ),
      ['COPY_DUP_KEY 4:29 The key "a" is defined twice for de; first at a.xlf:3:46.'],
    ],
    [
      'a.xlf',
      xliff1('<trans-unit id="a"><source>s</source><target>x <ph id="1">&lt;br/></ph></target></trans-unit>'),
      ['COPY_PARSE 3:48 a text holds <ph>; messages are plain text, with placeholders such as {name}'],
    ],
    ['a.xlf', xliff1('<trans-unit id="a"><source>s</target></trans-unit>'), ['COPY_PARSE 3:29 expected </source>']],
    [
      'a.xlf',
      xliff1('<trans-unit id="a"/>', 'source-language="en" target-language="fr"'),
      ['COPY_PARSE 3:1 <trans-unit> has no <source>', 'COPY_LOCALE 2:68 a.xlf is not for de: it is for en, fr.'],
    ],
    ['a.xlf', '<?xml version="1.0" encoding="ISO-8859-1"?><xliff version="1.2"/>', ['COPY_PARSE 1:1 it says that its encoding is ISO-8859-1']],
    ['a.xlf', `<xliff version="1.2">${'<a>'.repeat(300)}`, ['COPY_PARSE 1:787 nests deeper than 256']],
    ['a.csv', 'key,de\na,x\na,y\n', ['COPY_DUP_KEY 3:1 The key "a" is defined twice for de; first at a.csv:2:3.']],
    ['a.csv', 'key,de\na,"x\n', ['COPY_PARSE']],
    ['a.csv', 'key,de\na,"x"y\n', ['COPY_PARSE']],
    ['a.csv', 'name,de\n', ['COPY_PARSE 1:1 its first cell is not "key", with other columns beside it']],
    ['a.csv', 'key,en,fr\na,x,y\n', ['COPY_LOCALE 1:1 a.csv is not for de: it is for en, fr.']],
    ['a.csv', 'key,de,de\na,x,y\n', ['COPY_PARSE 1:8 it has two columns "de"']],
    [
      'a.csv',
      'key,de,limit\na,x,many\n,y,\nb,z,,1\n',
      [
        'COPY_PARSE 2:5 the limit "many" is not a number of characters',
        'COPY_PARSE 3:1 a message has no key',
        'COPY_PARSE 4:6 a row has 4 cells, but the header has 3',
      ],
    ],
  ])('of %s, case %#', async (path, text, problems) => {
    const found = (await read(path, text)).problems;
    if (problems.length === 1 && !problems[0]!.includes(' ')) expect(found.map((problem) => problem.slice(0, 10))).toContain(problems[0]);
    else expect(found.toSorted()).toEqual(problems.toSorted());
    const format = (await loadCopyFormat(path, text))!;
    if (text !== '') expect(() => format.update({ path, text, locale: 'de' }, new Map([['new', 'x']]))).toThrow(VisualsError);
  });
});

describe('a place within a text', () => {
  it.each([
    ['a.yaml', 'a: >-\n  one\n  two\n\n  {x\n', '{', '5:3'],
    ['a.yaml', 'a: "one\n  two \\\n  three\\u0041{x"\n', '{', '3:14'],
    ['a.yaml', "a: 'it''s {x'\n", '{', '1:11'],
    ['a.po', 'msgid "a"\nmsgstr ""\n"o\\"ne\\n"\n"two {x"\n', '{', '4:6'],
    ['a.xlf', xliff1('<trans-unit id="a"><source>s</source><target>x &lt;y&#x41;\n  {z</target></trans-unit>'), '{', '4:3'],
    ['a.csv', 'key,de\na,"one ""1""\nand {x"\n', '{', '3:5'],
    ['a.json', '{ "a": "o\\u00e9\\n{x" }', '{', '1:18'],
  ])('of %s, case %#', async (path, text, letter, place) => {
    const [unit] = (await loadCopyFormat(path, text))!.read({ path, text, locale: 'de' }).units;
    const { line, column } = placeWithin(unit!, unit!.text.indexOf(letter));
    expect(`${line}:${column}`).toBe(place);
  });
});

describe('update', () => {
  it.each([
    [
      'a.json',
      '{\r\n\t"g": {\r\n\t\t"a": "x"\r\n\t}\r\n}\r\n',
      { 'g.b': 'y', 'h.c': 'z' },
      '{\r\n\t"g": {\r\n\t\t"a": "x",\r\n\t\t"b": "y"\r\n\t},\r\n\t"h": {\r\n\t\t"c": "z"\r\n\t}\r\n}\r\n',
    ],
    [
      'a.yaml',
      "# top\ng:\n  a: 'x' # beside\n  # below\nh: >\n  old\n  text\n",
      { 'g.a': "it's", 'g.b': 'y: z', h: 'new' },
      "# top\ng:\n  a: 'it''s' # beside\n  b: \"y: z\"\n  # below\nh: new\n",
    ],
    [
      'a.po',
      '#, fuzzy, max-length:9\nmsgid "a"\nmsgstr "guess"\n',
      { a: 'x\ny', b: 'z' },
      '#, max-length:9\nmsgid "a"\nmsgstr ""\n"x\\n"\n"y"\n\nmsgid "b"\nmsgstr "z"\n',
    ],
    [
      'a.xlf',
      xliff1('  <trans-unit id="a">\n    <source>s</source>\n  </trans-unit>'),
      { a: 'x & y' },
      xliff1('  <trans-unit id="a">\n    <source>s</source>\n    <target>x &amp; y</target>\n  </trans-unit>'),
    ],
    [
      'a.xlf',
      xliff1('<trans-unit id="a"><source>s</source><target state="new"/></trans-unit>'),
      { a: 'x' },
      xliff1('<trans-unit id="a"><source>s</source><target state="new">x</target></trans-unit>'),
    ],
    ['a.csv', 'key;en;de\r\na;s;x\r\nb;t\r\n', { a: 'y;z', b: 'u', c: '"' }, 'key;en;de\r\na;s;"y;z"\r\nb;t;u\r\nc;;""""\r\n'],
  ])('of %s, case %#', async (path, text, texts, expected) => {
    const format = (await loadCopyFormat(path, text))!;
    expect(format.update({ path, text, locale: 'de' }, new Map(Object.entries(texts)))).toBe(expected);
  });

  it.each([
    ['a.xlf', xliff1(''), { a: 'x\u0000' }, 'XML has no way to write U+0000'],
    ['a.xlf', xliff2(''), { a: '\uD800' }, 'XML has no way to write U+D800'],
    ['a.arb', '{}', { '@a': 'x' }, 'a name with @ tells about a message'],
    ['a.csv', 'key,de\n', { a: 'x\r' }, 'it holds a carriage return'],
    ['a.po', '', { '': 'x' }, 'an empty key is the header of a PO file'],
  ])('of %s refuses what it has no way to write, case %#', async (path, text, texts, reason) => {
    const format = (await loadCopyFormat(path, text))!;
    expect(() => format.update({ path, text, locale: 'de' }, new Map(Object.entries(texts)))).toThrow(reason);
  });
});
