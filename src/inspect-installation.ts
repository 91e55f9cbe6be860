import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'node:process';
import { VisualsError } from './model/diagnostic.ts';
import type { DoctorFinding, ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadProject } from './project/load-project.ts';
import { createAdapters } from './project/create-adapters.ts';
import { inspectModels } from './project/inspect-models.ts';
import { openWorkspace } from './project/workspace.ts';
import { readLockOwner } from './store/build-lock.ts';
import { locateState } from './project/state-paths.ts';

/** Looks at everything a build needs on this machine and in this project, and says what to do where something is off. */
export async function inspectInstallation(options: ProjectOptions = {}): Promise<readonly DoctorFinding[]> {
  const host = describeHost(options);
  return [inspectNode(), await inspectRenderer(), await inspectCodec(), ...(await inspectProject(host)), inspectState(host), inspectLock(host)];
}

/** The oldest Node that is supported. */
const oldestNode = [20, 19] as const;

function inspectNode(): DoctorFinding {
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const fine = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  return {
    subject: 'Node',
    status: fine ? 'ok' : 'error',
    detail: version,
    ...(fine ? {} : { fix: `Install Node ${oldestNode.join('.')} or later; 24 is recommended.` }),
  };
}

async function inspectRenderer(): Promise<DoctorFinding> {
  return inspectPart('renderer', async () => {
    const { renderer } = await createAdapters();
    await renderer.layout({
      root: { type: 'text', tag: 'div', classes: [], style: {}, attributes: {}, text: '' },
      css: [],
      lang: 'en',
      families: [],
      images: new Map(),
      width: 16,
      height: 16,
    });
    return renderer.version;
  });
}

async function inspectCodec(): Promise<DoctorFinding> {
  return inspectPart('image codec', async () => {
    const { codec } = await createAdapters();
    const raster = { width: 2, height: 2, data: new Uint8Array(16).fill(255) };
    for (const format of ['png', 'webp', 'avif', 'jpeg'] as const) await codec.encode(raster, format, { quality: 80, effort: 0 });
    return codec.version;
  });
}

async function inspectPart(subject: string, probe: () => Promise<string>): Promise<DoctorFinding> {
  try {
    return { subject, status: 'ok', detail: await probe() };
  } catch (error) {
    const [diagnostic] = error instanceof VisualsError ? error.diagnostics : [];
    return {
      subject,
      status: 'error',
      detail: diagnostic?.message ?? String(error),
      fix: diagnostic?.fix ?? 'Install the dependencies again with `npm ci`, without `--omit=optional`.',
    };
  }
}

async function inspectProject(host: Host): Promise<readonly DoctorFinding[]> {
  if (!existsSync(join(host.root, host.config)))
    return [
      { subject: 'project', status: 'warning', detail: `no ${host.config} here`, fix: 'Run visuals in the folder of your config, or name it with --config.' },
    ];
  try {
    const { config, inputs, diagnostics, generators } = await loadProject(openWorkspace(host, undefined));
    const faults = diagnostics.filter((each) => each.severity === 'error').length;
    return [
      {
        subject: 'project',
        status: faults > 0 ? 'error' : 'ok',
        detail: `${config.assets.length} assets, ${config.locales.all.length} locales`,
        ...(faults > 0 ? { fix: 'Run `visuals build` to see what is wrong.' } : {}),
      },
      {
        subject: 'fonts',
        status: 'ok',
        detail: `${inputs.fonts.faces.length} faces of ${new Set(inputs.fonts.faces.map((face) => face.family)).size} families`,
      },
      ...(await inspectModels(config, generators, host)),
    ];
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return error.diagnostics.map((each) => ({ subject: 'project', status: 'error' as const, detail: `${each.code}: ${each.message}`, fix: each.fix }));
  }
}

function inspectState(host: Host): DoctorFinding {
  const { warnings, index } = openWorkspace(host, undefined);
  const [warning] = warnings;
  if (warning !== undefined) return { subject: 'cache', status: 'warning', detail: warning.message, fix: warning.fix };
  return { subject: 'cache', status: 'ok', detail: `${index.size} remembered results` };
}

function inspectLock(host: Host): DoctorFinding {
  const owner = readLockOwner(locateState(host.root).lock);
  if (owner === undefined) return { subject: 'lock', status: 'ok', detail: 'no build is running' };
  return {
    subject: 'lock',
    status: 'warning',
    detail: `process ${owner.pid} on ${owner.host} is building since ${owner.since}`,
    fix: 'Wait for it; `visuals unlock` if it is gone.',
  };
}
