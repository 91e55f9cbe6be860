import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { listShippedTemplates, loadShippedTemplate } from './project/load-shipped-template.ts';
import { describeTemplate } from './start/describe-template.ts';
import type { TemplateView } from './start/describe-template.ts';

/** The templates that ship with the tool, each with its slots, data, sample words and the prompt for the picture that it wants. */
export async function listTemplates(options: Pick<ProjectOptions, 'root'> = {}): Promise<readonly TemplateView[]> {
  const host = describeHost(options);
  return Promise.all(listShippedTemplates(host).map(async (name) => describeTemplate(await loadShippedTemplate(name, host))));
}

/** One of them. @throws VisualsError `TEMPLATE_UNSHIPPED` */
export async function showTemplate(options: Pick<ProjectOptions, 'root'> & { readonly name: string }): Promise<TemplateView> {
  return describeTemplate(await loadShippedTemplate(options.name, describeHost(options)));
}
