import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quietEnvironment } from '../support/environment.mjs';

/**
 * What a contender is told once.
 * @typedef {object} Setup
 * @property {string} engine what to import as our engine
 * @property {string} project folder of our project
 * @property {{ name: string, width: number, height: number }} size
 * @property {number} count how many different cards there are
 * @property {number} cores
 * @property {readonly import('./card-tree.mjs').Card[]} cards
 * @property {import('./card-tree.mjs').Art} art at the size of its slots
 * @property {string} [browser] path of Chromium
 * @property {boolean} [isFast] whether Chromium takes its fastest screenshots
 *
 * A contender, ready to draw.
 * @typedef {object} Contender
 * @property {(format: import('./formats.mjs').Format) => Promise<import('../support/statistics.mjs').Sample>} draw draws all cards; the sample is per card
 * @property {(card: number) => Promise<Buffer>} show one card as png, to look at
 * @property {() => void} close
 */

const host = fileURLToPath(new URL('contender-host.mjs', import.meta.url));

/**
 * Starts a contender in processes of its own, so that none disturbs another and CPU time has an owner.
 * @param {string} name of a file in `contenders/`
 * @param {Setup} setup
 * @param {number} processes cards are dealt among them
 * @returns {Promise<Contender>}
 */
export async function startContender(name, setup, processes = 1) {
  const hosts = Array.from({ length: processes }, () => startHost(name));
  await Promise.all(hosts.map(({ ask }) => ask({ type: 'open', setup })));
  const hands = hosts.map((_, index) => Array.from({ length: setup.count }, (_card, card) => card).filter((card) => card % processes === index));
  return {
    draw: async (format) => {
      const start = performance.now();
      const replies = await Promise.all(hosts.map(({ ask }, index) => ask({ type: 'draw', cards: hands[index], format })));
      const wall = performance.now() - start;
      return { wall: wall / setup.count, cpu: replies.reduce((sum, { cpu }) => sum + cpu, 0) / setup.count };
    },
    show: async (card) => Buffer.from((await hosts[0].ask({ type: 'show', card })).png, 'base64'),
    close: () => {
      for (const { child } of hosts) child.disconnect();
    },
  };
}

/** @param {string} name */
function startHost(name) {
  const child = fork(host, [name], { env: quietEnvironment });
  const ask = (/** @type {object} */ message) =>
    new Promise((resolve, reject) => {
      const end = (/** @type {number | null} */ code) => reject(new Error(`${name} ended with ${code}`));
      child.once('exit', end);
      child.once('message', (reply) => {
        child.off('exit', end);
        if (reply.error === undefined) resolve(reply);
        else reject(new Error(`${name}: ${reply.error}`));
      });
      child.send(message);
    });
  return { child, ask };
}
