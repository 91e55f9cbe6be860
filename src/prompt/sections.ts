import { addTo } from '../model/group-by.ts';

/** Sections of a prompt, in the order in which they are sent. `Request` is what an edit asks for; of a plate it is called `Subject`. */
export const sectionNames = ['Use', 'Scene', 'Subject', 'Style', 'Composition', 'References', 'Constraints', 'Keep'] as const;

/** Name of a section. */
export type SectionName = (typeof sectionNames)[number];

/** Headings that an author may write. */
export const headings: readonly string[] = [...sectionNames.slice(0, 3), 'Request', ...sectionNames.slice(3)];

const headingPattern = /^#{1,6}(?:\s+(.*?))?\s*$/;

/** What stands behind the `#` of a heading; undefined for any other line. */
export function readHeading(line: string): string | undefined {
  const found = headingPattern.exec(line);
  return found === null ? undefined : (found[1] ?? '');
}

/** The section that a heading opens, whatever its case; undefined when there is none of that name. */
export function findSection(heading: string): SectionName | undefined {
  const name = heading.toLowerCase() === 'request' ? 'subject' : heading.toLowerCase();
  return sectionNames.find((each) => each.toLowerCase() === name);
}

/** Splits a prompt at its headings. What stands before the first one belongs to `first`; blank lines fall away. */
export function splitSections(text: string, first: SectionName): ReadonlyMap<SectionName, readonly string[]> {
  const sections = new Map<SectionName, string[]>();
  let current = first;
  for (const line of text.split('\n').map((each) => each.trimEnd())) {
    const opened = findSection(readHeading(line) ?? '');
    if (opened !== undefined) current = opened;
    else if (line !== '') addTo(sections, current, line);
  }
  return sections;
}
