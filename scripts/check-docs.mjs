/**
 * Checks what the documents say against what there is: links lead somewhere, files and folders that are named exist, and every code of a diagnostic is in the
 * catalogue of the build.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['.', 'decisions', 'docs', 'bench'];

/** Paths into the repository; a name in angle brackets or with a star is a pattern and stands for many. */
const path = /^(?:src|scripts|test|templates|fixtures|bench|decisions|brand|copy|art|\.ci)\/[\w./@-]*$/;
const code = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

const codes = readCodes();
const problems = findDocuments().flatMap(checkDocument);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function findDocuments() {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  return present.flatMap((folder) => readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : [])));
}

function checkDocument(document) {
  const text = readFileSync(join(root, document), 'utf8');
  const prose = text.replaceAll(/^ *(`{3,}|~{3,})[^]*?^ *\1/gm, (block) => block.replaceAll(/[^\n]/g, ' '));
  const plain = prose.replaceAll(/`[^`\n]+`/g, (span) => ' '.repeat(span.length));
  return [
    ...findAll(plain, /\]\((?!https?:|mailto:|#)<?([^)#\s>]+)/g).flatMap(({ found, line }) =>
      report(existsSync(resolve(root, dirname(document), decodeURI(found))), document, line, `the link ${found} leads nowhere`),
    ),
    ...findAll(plain, /<(?:img|source|a)\s[^>]*?(?:src|srcset|href)="(?!https?:|#)([^"\s]+)/g).flatMap(({ found, line }) =>
      report(existsSync(resolve(root, dirname(document), found)), document, line, `${found} does not exist`),
    ),
    ...findAll(prose, /`([^`\n]+)`/g).flatMap(({ found, line }) => [
      ...report(!path.test(found) || existsSync(join(root, found)), document, line, `${found} does not exist`),
      ...report(!code.test(found) || codes.has(found) || isEnvironment(found), document, line, `${found} is not in the catalogue`),
    ]),
  ];
}

function findAll(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => ({ found: match[1], line: text.slice(0, match.index).split('\n').length }));
}

function report(fine, document, line, message) {
  return fine ? [] : [`${document}:${line}: ${message}`];
}

/** Names of environment variables look like codes. */
function isEnvironment(name) {
  return /^(?:NODE|GITHUB|NO|FORCE)_|_(?:KEY|TOKEN|DIR|COLOR|URL)$|^VISUALS_STORE_/.test(name);
}

function readCodes() {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const list = execFileSync(process.execPath, [join(root, bin.visuals), 'explain', '--json'], { encoding: 'utf8' });
  return new Set(JSON.parse(list).map((kind) => kind.code));
}
