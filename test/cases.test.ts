import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { BuildReport } from '../src/model/report.ts';
import { indexPictures } from '../src/publish/create-manifest.ts';
import { readManifest } from '../src/publish/read-manifest.ts';
import { copyProject } from './support/create-project.ts';
import type { TestProject } from './support/create-project.ts';
import { findHalfWritten, findLeftovers } from './support/inspect-state.ts';

/**
 * Each folder of `fixtures/` is laid over `fixtures/plain`, built, and compared with its `expected.json`. `UPDATE_CASES=1` writes what is found;
 * a person reads the difference before it is committed.
 */
const fixtures = join(import.meta.dirname, '..', 'fixtures');
const cases = readdirSync(fixtures).toSorted();

/** `a8-missing-message` is row A8. */
function nameCase(folder: string): string {
  const [, row, rest] = /^([a-e]\d+)-(.*)$/.exec(folder) ?? [];
  return row === undefined ? folder.replaceAll('-', ' ') : `${row.toUpperCase()} ${rest!.replaceAll('-', ' ')}`;
}

describe('fixtures', () => {
  test.each(cases.map((folder) => ({ folder, name: nameCase(folder) })))('$name', async ({ folder }) => {
    const project = copyProject(join(fixtures, 'plain'), join(fixtures, folder));
    project.write({ 'expected.json': undefined });
    const found = describeBuild(project, await project.build());
    const path = join(fixtures, folder, 'expected.json');
    if (process.env['UPDATE_CASES'] === '1') writeFileSync(path, `${JSON.stringify(found, undefined, 2)}\n`);
    expect(existsSync(path), `${folder}/expected.json`).toBe(true);
    expect(found).toEqual(JSON.parse(readFileSync(path, 'utf8')));
    expectCommonPromises(project, folder, found);
  });
});

type Found = ReturnType<typeof describeBuild>;

function describeBuild(project: TestProject, report: BuildReport) {
  const pictures = [...indexPictures(readManifest(project.root, 'out'))].map(([cell, { width, height, alt, raster, files }]) => [
    cell,
    { size: `${width}x${height}`, formats: files.map(({ format }) => format), alt, raster: raster.slice(0, 16) },
  ]);
  return { exit: report.exit, diagnostics: report.diagnostics.map(describeDiagnostic), pictures: Object.fromEntries(pictures) as Record<string, object> };
}

function describeDiagnostic({ code, severity, message, fix, place, asset, cell }: Diagnostic) {
  const where = place === undefined ? {} : { place: [place.file, place.line, place.column].filter((part) => part !== undefined).join(':') };
  return { code, severity, message, fix, ...where, ...(asset === undefined ? {} : { asset }), ...(cell === undefined ? {} : { cell }) };
}

/** What every failure keeps to: see the rules above the rows. */
function expectCommonPromises(project: TestProject, folder: string, { exit, diagnostics }: Found): void {
  if (!/^[a-e]\d+-/.test(folder)) expect({ exit, diagnostics }).toEqual({ exit: 0, diagnostics: [] });
  for (const { severity, message, fix, place, asset, cell } of diagnostics) {
    expect(message).not.toContain('\n');
    expect(message).not.toContain(project.root);
    expect(fix).not.toBe('');
    // Where to look: a place, an asset, or at least the file or pattern that the message names.
    if (severity === 'error') expect(place ?? asset ?? cell ?? /"[^"]+"|\S+\.\w+/.exec(message)?.[0], message).toBeDefined();
  }
  // Nothing of a failing cell is published, and nothing half-written.
  const failing = diagnostics.filter(({ severity, cell }) => severity === 'error' && cell !== undefined).map(({ cell }) => cell!);
  for (const path of project.outputs().keys())
    expect(
      failing.some((cell) => path.startsWith(`${cell}.`)),
      path,
    ).toBe(false);
  expect(findHalfWritten(project.root)).toEqual([]);
  expect(findLeftovers(project.root)).toEqual([]);
}
