import { spawn, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { quietEnvironment, root } from '../support/environment.mjs';
import { formatMemory, formatTime } from '../support/report.mjs';
import { writeTinyProject } from '../support/tiny-project.mjs';

/** Milliseconds within which the studio's server is to listen. */
const listeningAim = 50;

/** Cells that somebody looks at while the session runs: they are drawn ahead of every build. */
const focus = ['square', 'wide', 'tall'].map((size) => `card-0/${size}.en`);

/**
 * How long the studio's server takes until it listens, and what a long session keeps in memory: every save is drawn for the page that looks, and published.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureSession({ quick, command, folder, log }) {
  const listening = await measureListening(folder, quick ? 3 : 15);
  log('a session of many saves');
  const memory = await measureMemory(command, join(folder, 'project'), quick ? [5, 10] : [100, 200, 300, 400, 500, 600]);
  const [first, last] = [memory[0], memory.at(-1)].map((each) => each?.peak ?? Number.NaN);
  return {
    tables: [
      {
        title: 'Studio: the server, from its import until it listens',
        head: ['median', 'most'],
        rows: [[formatTime(listening[Math.floor(listening.length / 2)]), formatTime(listening.at(-1))]],
      },
      {
        title: 'Studio: memory of a session, 500 cells, three of them looked at',
        head: ['saves', ...memory.map(({ saves }) => String(saves))],
        rows: [['most since the column before', ...memory.map(({ peak }) => formatMemory(peak))]],
        notes: ['Resident memory of the process, looked at after every save. Each save has words that were never there, and changes five pictures.'],
      },
    ],
    findings: [
      {
        figure: 'studio, until the server listens',
        ours: formatTime(listening[Math.floor(listening.length / 2)]),
        against: `${listeningAim} ms`,
        ratio: (listening[Math.floor(listening.length / 2)] ?? Infinity) / listeningAim,
        aim: { most: 1 },
      },
      { figure: 'session, memory', ours: formatMemory(last), against: `${formatMemory(first)} at its first saves`, ratio: last / first, aim: { most: 1.25 } },
    ],
  };
}

/**
 * In a fresh process each, which tells the milliseconds itself: starting Node is not ours.
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<readonly number[]>} sorted
 */
async function measureListening(folder, rounds) {
  const server = join(root, 'src/studio/server/start-studio.ts');
  // As it is shipped: what only an action needs is a chunk of its own.
  await build({
    entryPoints: [server],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n');
  const script = `const start = performance.now();
const { startStudio } = await import(${JSON.stringify(pathToFileURL(join(folder, 'start-studio.js')).href)});
const studio = await startStudio({ session: {}, client: ${JSON.stringify(folder)}, port: 0 });
console.log(performance.now() - start);
await studio.close();`;
  const run = () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env: quietEnvironment, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The server did not start: ${stderr}`);
    return Number(stdout);
  };
  return Array.from({ length: rounds }, run).toSorted((a, b) => a - b);
}

/**
 * @param {string} command
 * @param {string} project
 * @param {readonly number[]} marks numbers of saves, ascending
 * @returns {Promise<readonly { saves: number, peak: number }[]>} the most bytes since the mark before
 */
async function measureMemory(command, project, marks) {
  await writeTinyProject(project, { outputs: 500 });
  const child = spawn(process.execPath, [command, 'studio', '--no-open', '--json', '--port', '0'], { cwd: project, env: quietEnvironment });
  try {
    const session = followSession(child);
    await session.idle();
    await look(await session.link, focus);
    const copy = join(project, 'copy', 'en.json');
    const found = [];
    let saves = 0;
    for (const mark of marks) {
      let peak = 0;
      for (; saves < mark; saves += 1) {
        const text = (await readFile(copy, 'utf8')).replace(/"headline":"[^"]*"/, `"headline":"Save ${saves}"`);
        await writeFile(copy, text);
        await session.idle();
        peak = Math.max(peak, await readMemory(child.pid));
      }
      found.push({ saves: mark, peak });
    }
    return found;
  } finally {
    child.kill('SIGINT');
    await new Promise((resolve) => child.on('close', resolve));
  }
}

/** @param {import('node:child_process').ChildProcessWithoutNullStreams} child */
function followSession(child) {
  const idles = { told: 0, seen: 0 };
  let waiter = () => undefined;
  let rest = '';
  let open = (/** @type {string} */ _link) => undefined;
  const link = new Promise((resolve) => (open = resolve));
  child.stdout.on('data', (data) => {
    const lines = `${rest}${data}`.split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const event = JSON.parse(line);
      if (event.type === 'studio') open(event.link);
      if (event.type !== 'phase' || event.phase !== 'idle') continue;
      idles.told += 1;
      waiter();
    }
  });
  return {
    link,
    /** Resolves when a build has ended since the last time. */
    idle: async () => {
      if (idles.seen === idles.told) await new Promise((resolve) => (waiter = resolve));
      idles.seen = idles.told;
    },
  };
}

/**
 * Does what a page does that shows these cells.
 * @param {string} link
 * @param {readonly string[]} cells
 */
async function look(link, cells) {
  const { origin } = new URL(link);
  const cookie = (await fetch(link, { redirect: 'manual' })).headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const [, token = ''] = /name="visuals-token" content="([^"]+)"/.exec(await (await fetch(origin, { headers: { cookie } })).text()) ?? [];
  const headers = { cookie, origin, 'content-type': 'application/json', 'x-visuals-token': token };
  const { status } = await fetch(`${origin}/api/focus`, { method: 'POST', headers, body: JSON.stringify({ cells }) });
  if (status !== 200) throw new Error(`The studio answered ${status}.`);
}

/**
 * Resident bytes of a process.
 * @param {number} pid
 */
async function readMemory(pid) {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
