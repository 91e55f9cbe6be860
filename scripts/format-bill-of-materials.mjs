import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The software bill of materials of the package, as CycloneDX 1.6 in JSON: what its bundle holds, and what npm installs beside it. It holds no clock and no random
 * number, so the same sources give the same bytes.
 */
export async function formatBillOfMaterials(root, bundled) {
  const manifest = await readJson(join(root, 'package.json'));
  const { packages } = await readJson(join(root, 'package-lock.json'));
  const inside = bundled.map((name) => describePackage(name, packages[`node_modules/${name}`], 'bundled'));
  const beside = Object.entries(packages)
    .filter(([path, { dev, devOptional, peer }]) => path !== '' && !dev && !devOptional && !peer)
    .map(([path, entry]) => describePackage(path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), entry, 'installed'));
  const components = [...inside, ...beside].toSorted((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1));
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...describePackage(manifest.name, manifest, 'itself'), type: 'application' } },
    components: components.filter((each, at) => each['bom-ref'] !== components[at - 1]?.['bom-ref']),
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

/** `how`: whether its code is in the bundle, or npm installs it beside. */
function describePackage(name, { version, license, optional, integrity }, how) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    scope: optional ? 'optional' : 'required',
    ...(license === undefined ? {} : { licenses: [{ expression: license.replaceAll(/^\(|\)$/g, '') }] }),
    purl,
    ...(integrity === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') }] }),
    properties: [{ name: 'visuals:how', value: how }],
  };
}

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}
