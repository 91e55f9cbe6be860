import { sep } from 'node:path';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { BuildCounts, BuildEvent } from '../model/event.ts';
import type { ArtSummary, BuildOptions, BuildReport } from '../model/report.ts';
import type { Published } from '../publish/publish-outputs.ts';
import { awaitedCode, nothingGathered } from './gather-execution.ts';
import type { Gathered } from './gather-execution.ts';
import type { Host } from './host.ts';
import { countTasks } from './prepare-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Sharing } from './open-sharing.ts';
import type { Workspace } from './workspace.ts';
import type { BuildCourse } from './build-course.ts';

/** What a build has to tell, gathered while it runs. */
export interface Session {
  readonly course: BuildCourse;
  readonly emit: (event: BuildEvent) => void;
  /** Reports a diagnostic, once. */
  tell(diagnostic: Diagnostic): void;
  /** Reports what opening and reading the state brought up since the last time. */
  tellWarnings(workspace: Workspace): void;
  isClean(): boolean;
  /** All that was told so far. */
  told(): readonly Diagnostic[];
  /** Adds what an attempt spent, in US dollars. */
  spend(amount: number): void;
  /** What is left to spend of what was agreed to; a person is asked once, however often the build starts over. */
  capOf(find: () => Promise<number | undefined>): Promise<number | undefined>;
  /** Adds what an attempt bought; what is missing is as the last one left it. */
  noteArt(art: ArtSummary): void;
  /** Opens the store that the project shares, if it names one. */
  share(workspace: Workspace, prepared: PreparedPlan): Promise<Sharing | undefined>;
  closeSharing(): void;
  /** Forgets what the attempt before found, but for what was told. */
  restart(): void;
  report(end: BuildEnd): BuildReport;
}

/** How far a build came. */
export interface BuildEnd {
  readonly gathered?: Gathered;
  readonly prepared?: PreparedPlan;
  readonly published?: Published;
  readonly manifest?: string;
  readonly exit?: number;
}

/** Begins to gather what a build has to tell: events go on at once, and each diagnostic is told once. */
export function createSession(options: BuildOptions, host: Host, course: BuildCourse): Session {
  const start = host.clock.monotonic();
  const { tell, ...teller } = createTeller(options, host);
  let spent = 0;
  let agreed: number | undefined;
  let art: ArtSummary | undefined;
  let sharing: Sharing | undefined;
  const emit = (event: BuildEvent): void => {
    if (event.type === 'diagnostic') return tell(event.diagnostic);
    options.onEvent?.(event);
  };
  return {
    ...teller,
    course,
    emit,
    tell,
    tellWarnings: ({ warnings }) => {
      for (const warning of warnings.splice(0)) tell(warning);
    },
    spend: (amount) => {
      spent += amount;
    },
    capOf: async (find) => {
      agreed ??= await find();
      return agreed === undefined ? undefined : Math.max(0, agreed - spent);
    },
    noteArt: (next) => {
      const collected = { pictures: sumOf(next, art, 'pictures'), cost: sumOf(next, art, 'cost') };
      art = { ...next, bought: next.bought + (art?.bought ?? 0), ...(collected.pictures > 0 && { collected }) };
    },
    share: async (workspace, prepared) => {
      const { config } = prepared.project;
      sharing?.close();
      sharing = undefined;
      if (options.alone || (config.store === undefined && (host.environment['VISUALS_STORE_URL'] ?? '') === '')) return undefined;
      const { openSharing } = await import('./open-sharing.ts');
      sharing = await openSharing({ workspace, config, tasks: countTasks(prepared), tell });
      return sharing;
    },
    closeSharing: () => sharing?.close(),
    report: ({ gathered = nothingGathered, prepared, published, manifest = '', exit = findWorstExit(teller.told()) }) => {
      const counts = countAll(gathered, prepared);
      const { made, ran } = gathered;
      const removed = published?.removed ?? [];
      const milliseconds = host.clock.monotonic() - start;
      emit({ type: 'finished', counts, removed, milliseconds, exit });
      return { exit, counts, made, removed, manifest, diagnostics: teller.told(), milliseconds, spent, ...(art !== undefined && { art }), ran };
    },
  };
}

/** Tells each diagnostic once. */
function createTeller({ batch, onEvent }: BuildOptions, { root }: Host): Pick<Session, 'tell' | 'isClean' | 'told' | 'restart'> {
  const diagnostics: Diagnostic[] = [];
  const names = new Set<string>();
  const noteTold = (each: Diagnostic): void => {
    // What was said of an asset is not said once more of nobody.
    for (const name of [nameDiagnostic(each), nameDiagnostic({ code: each.code, message: each.message })]) names.add(name);
  };
  return {
    tell: (found) => {
      // Whoever orders in batches asked for nothing but that it is ordered.
      if (batch === true && found.code === awaitedCode) return;
      // Whoever reads it knows the project, and nothing of this machine.
      const diagnostic = { ...found, message: found.message.replaceAll(`${root}${sep}`, '') };
      if (names.has(nameDiagnostic(diagnostic))) return;
      noteTold(diagnostic);
      diagnostics.push(diagnostic);
      onEvent?.({ type: 'diagnostic', diagnostic });
    },
    isClean: () => diagnostics.every((each) => each.severity === 'warning'),
    told: () => diagnostics,
    restart: () => {
      diagnostics.splice(0, diagnostics.length, ...diagnostics.filter((each) => each.severity === 'warning'));
      names.clear();
      for (const each of diagnostics) noteTold(each);
    },
  };
}

function sumOf(next: ArtSummary, before: ArtSummary | undefined, field: 'pictures' | 'cost'): number {
  return (next.collected?.[field] ?? 0) + (before?.collected?.[field] ?? 0);
}

/** Two of the same name say the same of the same. */
function nameDiagnostic({ code, message, cell = '', asset = '' }: Pick<Diagnostic, 'code' | 'message' | 'cell' | 'asset'>): string {
  return [code, message, cell, asset].join('\0');
}

/** What was gathered, what stands, and what could not be planned. */
function countAll({ counts }: Pick<Gathered, 'counts'>, prepared: PreparedPlan | undefined): BuildCounts {
  return { ...counts, cached: counts.cached + (prepared?.standing.cells.length ?? 0), failed: counts.failed + (prepared?.failed.length ?? 0) };
}
