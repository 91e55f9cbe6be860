import { copyLocale, copyUnwritable } from '../../diagnostics/text.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CopyFormat } from '../copy-format.ts';
import { collectTree, isAbout, type CopyGroup } from '../copy-tree.ts';
import { isSameLocale } from '../is-same-locale.ts';
import type { UnitCollector } from '../unit-collector.ts';
import { readJsonCopy, updateJsonCopy } from './json.ts';

/** Application Resource Bundle: one level of JSON; `@@locale` names the language, `@key` tells about a message. */
export const arbFormat: CopyFormat = {
  name: 'arb',
  read: (file) => readJsonCopy(file, collectBundle),
  update: (file, texts) => {
    const problems = [...texts.keys()]
      .filter((key) => key.startsWith('@'))
      .map((key) => copyUnwritable({ key, file: file.path, reason: 'a name with @ tells about a message' }));
    if (problems.length > 0) throw new VisualsError(problems);
    return updateJsonCopy(file, texts, { collect: collectBundle, nests: false, empty: `{\n  "@@locale": ${JSON.stringify(file.locale)}\n}\n` });
  },
};

function collectBundle(group: CopyGroup, collector: UnitCollector): void {
  const { file, locate, refuse, report } = collector;
  const [attributes, members] = [group.members.filter(({ key }) => key.startsWith('@@')), group.members.filter(({ key }) => !key.startsWith('@@'))];
  for (const { key, value } of attributes)
    if (key === '@@locale' && value.kind === 'text' && !isSameLocale(value.text, file.locale))
      report(copyLocale({ file: file.path, locale: file.locale, found: value.text }, { place: locate(value.start) }));
  for (const member of members)
    if (member.value.kind === 'group' ? !isAbout(member) : member.key.startsWith('@'))
      refuse(member.offset, member.key.startsWith('@') ? `"${member.key}" is not an object` : `"${member.key}" holds keys of its own, which ARB has not`);
  collectTree({ ...group, members: members.filter((member) => (member.value.kind === 'group' ? isAbout(member) : !member.key.startsWith('@'))) }, collector);
}
