import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { getuid } from 'node:process';
import { onTestFinished } from 'vitest';
import { ensureProgram } from './debian-packages.ts';

/** A host of its own: it has one address, and shares nothing with the others but a network and the clock. */
export interface Host {
  readonly address: string;
  /** Words before a command that runs there. */
  readonly within: readonly string[];
  /** Pulls its cable out: nothing comes through, and nobody is told. */
  unplug(): void;
  plug(): void;
}

/** A network of hosts, and this machine in it. */
export interface HostNetwork<Name extends string> {
  readonly hosts: Readonly<Record<Name, Host>>;
  /** Where hosts reach this process: they have no other way out. */
  readonly address: string;
}

/** How far apart hosts are. */
export interface Distance {
  /** Milliseconds a frame takes from one to another; half a round trip. */
  readonly delay: number;
  /** Share of frames that are lost. */
  readonly loss: number;
}

/** Whether this machine can be many: namespaces are root's, and in a container not even every root's. */
export function hasHosts(): boolean {
  return getuid?.() === 0 && existsSync('/dev/net/tun') && ensureProgram('python') && ensureProgram('iproute') && mayAddHosts();
}

function mayAddHosts(): boolean {
  const name = `v${process.pid}-probe`;
  const tries = [
    ['netns', 'add', name],
    ['-netns', name, 'tuntap', 'add', 'probe', 'mode', 'tap'],
    ['netns', 'delete', name],
  ];
  return tries.map((words) => spawnSync('ip', words).status === 0).every(Boolean);
}

/** Opens a network; it is gone when the test has ended, and whatever was started in it should be, too. */
export async function openNetwork<Name extends string>(names: readonly Name[], { delay, loss }: Distance): Promise<HostNetwork<Name>> {
  const mark = `v${process.pid % 100_000}`;
  const subnet = `10.231.${process.pid % 250}`;
  const cables = [...names, 'outside'].map((_, index) => `${mark}-${index}`);
  const child = spawn('python3', [join(import.meta.dirname, 'network-switch.py'), String(delay), String(loss), ...cables], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.stdin.end());
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const hosts = names.map((name, index) => [name, addHost({ cable: cables[index]!, address: `${subnet}.${index + 1}` }, child)] as const);
  const outside = `${subnet}.254`;
  plugIn([], cables.at(-1)!, outside);
  return { hosts: Object.fromEntries(hosts) as Record<Name, Host>, address: outside };
}

function addHost({ cable, address }: { readonly cable: string; readonly address: string }, { stdin }: ChildProcess): Host {
  ip('netns', 'add', cable);
  onTestFinished(() => ip('netns', 'delete', cable));
  ip('link', 'set', cable, 'netns', cable);
  plugIn(['-netns', cable], cable, address);
  ip('-netns', cable, 'link', 'set', 'lo', 'up');
  return {
    address,
    within: ['nsenter', `--net=/run/netns/${cable}`],
    unplug: () => void stdin!.write(`unplug ${cable}\n`),
    plug: () => void stdin!.write(`plug ${cable}\n`),
  };
}

function plugIn(where: readonly string[], cable: string, address: string): void {
  ip(...where, 'address', 'add', `${address}/24`, 'dev', cable);
  ip(...where, 'link', 'set', cable, 'up');
}

function ip(...words: readonly string[]): void {
  const { status, stderr } = spawnSync('ip', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr}`);
}
