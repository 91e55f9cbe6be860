import type { Writing } from '../config/locate-values.ts';
import type { Diagnostic, Subject } from '../model/diagnostic.ts';
import { describeConfigLoading, describeModuleLoading } from './load-own-config.ts';
import type { Workspace } from './workspace.ts';

/** Gives diagnostics that are about something of the config, and have no place yet, the line that wrote it. */
export type FaultLocator = (diagnostics: readonly Diagnostic[]) => Promise<readonly Diagnostic[]>;

/**
 * What is planned and executed is data, which no longer knows where it was written: the config, or the module of a template, is evaluated once more for it, the first time
 * that there is something to tell.
 */
export function createFaultLocator(workspace: Workspace): FaultLocator {
  const writings = new Map<string, Promise<Writing>>();
  const read = (file: string): Promise<Writing> => {
    const writing = writings.get(file) ?? readWriting(file, workspace);
    writings.set(file, writing);
    return writing;
  };
  return async (diagnostics) => {
    const located: Diagnostic[] = [];
    for (const { subject, ...diagnostic } of diagnostics)
      located.push(subject === undefined || diagnostic.place?.line !== undefined ? diagnostic : await locate({ ...diagnostic, subject }, workspace, read));
    return located;
  };
}

async function locate(
  { subject, ...diagnostic }: Diagnostic & { readonly subject: Subject },
  { host }: Workspace,
  read: (file: string) => Promise<Writing>,
): Promise<Diagnostic> {
  const file = diagnostic.place?.file ?? host.config;
  if (!isModule(file)) return diagnostic;
  const { value, placeOf } = await read(file);
  const { findSubject } = await import('../config/find-subject.ts');
  const path = findSubject(value, { asset: diagnostic.asset, subject });
  return path === undefined ? diagnostic : { ...diagnostic, place: placeOf(path) };
}

function isModule(file: string): boolean {
  return /\.[cm]?[jt]s$/.test(file);
}

async function readWriting(file: string, workspace: Workspace): Promise<Writing> {
  const { locateValues } = await import('../config/locate-values.ts');
  const { file: config, ...loading } = describeConfigLoading(workspace);
  return locateValues(file === config ? { ...loading, entry: file } : { ...describeModuleLoading(workspace), entry: file });
}
