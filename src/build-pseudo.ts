import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Execution } from './engine/execute-plan.ts';
import { selectCells } from './matrix/select-cells.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Plan } from './model/plan.ts';
import type { ProjectOptions, Selection } from './model/report.ts';
import { addTo } from './model/group-by.ts';
import { derivePlan } from './plan/derive-plan.ts';
import { createPseudoProject } from './project/create-pseudo-project.ts';
import { drawContactSheets, formatContactPage } from './project/draw-contact-sheet.ts';
import type { SheetEntry } from './project/draw-contact-sheet.ts';
import { executeForFree } from './project/execute-for-free.ts';
import { describeHost } from './project/host.ts';
import { loadProject } from './project/load-project.ts';
import type { LoadedProject } from './project/load-project.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** What is built in the pseudo-locales: `locales` are some of `en-XA` and `ar-XB`. */
export interface PseudoBuildOptions extends ProjectOptions, Selection {
  readonly jobs?: number;
}

/** One picture in a pseudo-locale. */
export interface PseudoPicture {
  readonly cell: string;
  /** Relative to the root; absent when it could not be made. */
  readonly path?: string;
  /** Text slot → words. */
  readonly texts: { readonly [slot: string]: string };
}

/** What a build in the pseudo-locales made; nothing of it is published. */
export interface PseudoReport {
  readonly exit: number;
  readonly pictures: readonly PseudoPicture[];
  /** Contact sheets, relative to the root. */
  readonly sheets: readonly string[];
  /** A page with all pictures, relative to the root; empty when there are none. */
  readonly page: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Folder of the pictures, relative to the root. */
const folder = '.visuals/pseudo';

/**
 * Builds every picture in `en-XA` and `ar-XB` into `.visuals/pseudo`, with contact sheets. Text that does not fit is a warning there; nothing is bought, and neither
 * the outputs nor the manifest of the project are touched.
 */
export async function buildPseudo(options: PseudoBuildOptions = {}): Promise<PseudoReport> {
  const workspace = openWorkspace(describeHost(options), undefined);
  const found: Diagnostic[] = [...workspace.warnings];
  const tell = (diagnostic: Diagnostic): void => {
    const told = soften(diagnostic);
    found.push(told);
    options.onEvent?.({ type: 'diagnostic', diagnostic: told });
  };
  try {
    const made = await buildAll(workspace, options, tell);
    return { ...made, exit: findWorstExit(found), diagnostics: found };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    for (const diagnostic of error.diagnostics) tell(diagnostic);
    return { exit: findWorstExit(found), pictures: [], sheets: [], page: '', diagnostics: found };
  }
}

/** Words that are longer than any real ones are there to show where space is short, not to stop anybody. */
function soften(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.code === 'TEXT_OVERFLOW' ? { ...diagnostic, severity: 'warning', exit: 0 } : diagnostic;
}

async function buildAll(
  workspace: Workspace,
  options: PseudoBuildOptions,
  tell: (diagnostic: Diagnostic) => void,
): Promise<Pick<PseudoReport, 'pictures' | 'sheets' | 'page'>> {
  const project = await loadProject(workspace);
  const pseudo = await createPseudoProject(project);
  const { plan, diagnostics } = derivePlan(selectCells(pseudo.matrix, options), pseudo.inputs);
  const notes = new Map<string, string[]>();
  const note = (diagnostic: Diagnostic): void => {
    const { cell } = diagnostic;
    if (cell !== undefined) addTo(notes, cell, diagnostic.message);
    tell(diagnostic);
  };
  for (const diagnostic of [...project.diagnostics, ...diagnostics]) note(diagnostic);
  const execution = await executeForFree({ workspace, project, plan, ...options, onDiagnostic: note });
  workspace.index.flush();
  const { pictures, entries } = await writePictures(workspace, plan, { execution, notes });
  return { pictures, ...(await writeSheets(workspace, project, { plan, entries })) };
}

interface Results {
  readonly execution: Execution;
  /** Cell → what went wrong. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

interface WrittenPictures {
  readonly pictures: readonly PseudoPicture[];
  readonly entries: readonly SheetEntry[];
}

/** The folder holds what this build made and nothing else. */
async function writePictures({ host, store }: Workspace, plan: Plan, { execution, notes }: Results): Promise<WrittenPictures> {
  rmSync(join(host.root, folder), { recursive: true, force: true });
  const pictures: PseudoPicture[] = [];
  const entries: SheetEntry[] = [];
  const texts = new Map(plan.tasks.flatMap((task) => (task.kind === 'compose' ? [[task.id, task.texts] as const] : [])));
  for (const { cell, compose, encodes } of plan.cells) {
    const outcome = execution.outcomes.get(encodes[0]!);
    const picture = outcome !== undefined && 'result' in outcome ? await store.read(outcome.result.digest) : undefined;
    const href = `${cell.id}.webp`;
    if (picture !== undefined) writeFileAtomic(join(host.root, folder, href), picture);
    const shown = { cell: cell.id, texts: texts.get(compose) ?? {} };
    pictures.push(picture === undefined ? shown : { ...shown, path: `${folder}/${href}` });
    entries.push({ title: cell.id, notes: notes.get(cell.id) ?? [], ...(picture !== undefined && { picture, href }) });
  }
  return { pictures, entries };
}

async function writeSheets(
  { host }: Workspace,
  { tools }: LoadedProject,
  { plan, entries }: { readonly plan: Plan; readonly entries: readonly SheetEntry[] },
): Promise<Pick<PseudoReport, 'sheets' | 'page'>> {
  const compose = plan.tasks.find((task) => task.kind === 'compose');
  if (compose === undefined) return { sheets: [], page: '' };
  await tools.useFamilies(compose.families);
  const drawn = await drawContactSheets(entries, { codec: tools.codec, renderer: tools.renderer, families: compose.families });
  const sheets = drawn.map((bytes, index) => {
    const path = `${folder}/sheet${index === 0 ? '' : `-${index + 1}`}.webp`;
    writeFileAtomic(join(host.root, path), bytes);
    return path;
  });
  const page = `${folder}/index.html`;
  writeFileAtomic(join(host.root, page), await formatContactPage('Pseudo-locales', entries, tools.codec));
  return { sheets, page };
}
