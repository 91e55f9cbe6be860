import type { InitOptions, InitReport } from '../init-project.ts';
import type { TemplateView } from '../start/describe-template.ts';
import type { CommandInput } from './command.ts';

/** What a person decides before a project is started. */
export type StartAnswers = Pick<InitOptions, 'template' | 'install'>;

/**
 * Asks in a terminal what only a person can say: the template of the first picture, and whether to install. What is settled already is not asked: beside a config that
 * is there no template is wanted, and where nothing is missing nothing is installed.
 * @param foretold what `init` would do
 * @returns undefined when somebody would rather stop
 */
export async function askStart({ flags, io }: CommandInput, foretold: InitReport): Promise<StartAnswers | undefined> {
  const { cancel, confirm, intro, isCancel, outro, select } = await import('@clack/prompts');
  // Results go to the standard output, which may be a file.
  const output = process.stderr;
  const stop = (): undefined => {
    cancel('Stopped. Nothing was written.', { output });
    return undefined;
  };
  intro('visuals init', { output });
  const isNew = !foretold.kept.includes('visuals.config.ts') && flags.template === undefined;
  const template = isNew
    ? await select({ message: 'Which template shall the first picture have?', options: await listChoices(io), maxItems: 8, showInstructions: false, output })
    : undefined;
  if (isCancel(template)) return stop();
  const asksInstall = foretold.install !== undefined && !flags.noInstall;
  const install = asksInstall && (await confirm({ message: `Install what is missing?\n${foretold.install.command}`, output }));
  if (isCancel(install)) return stop();
  outro(asksInstall && install ? 'Installing, then writing files. None of yours is written over.' : 'Writing files. None of yours is written over.', {
    output,
  });
  return { install, ...(template !== undefined && { template }) };
}

/** The usual one first, then the others by name; what each is for stands beside the one that is pointed at. */
async function listChoices({ cwd, stderr }: CommandInput['io']) {
  const { listTemplates } = await import('../list-templates.ts');
  const templates = await listTemplates({ root: cwd });
  const isUsual = ({ name }: TemplateView): boolean => name === 'social-card';
  const sorted = [...templates.filter(isUsual), ...templates.filter((each) => !isUsual(each))];
  return sorted.map(({ name, description }) => ({ value: name, label: name, hint: shorten(description, stderr.columns - name.length - 12) }));
}

/** On one line of the terminal, cut between words. */
function shorten(text: string, columns: number): string {
  if (text.length <= columns) return text;
  return `${text.slice(0, columns - 1).replace(/[\s,;:]+\S*$/, '')}…`;
}
