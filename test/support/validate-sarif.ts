import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import { repository } from './create-project.ts';

const require = createRequire(import.meta.url);
const schemaFile = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';

/** What is wrong with a log by the schema of SARIF 2.1.0, one line each; none when all is well. */
export function validateSarif(log: unknown): readonly string[] {
  const schema = JSON.parse(readFileSync(join(repository, schemaFile), 'utf8')) as object;
  const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json') as object);
  const validate = ajv.compile(schema);
  return validate(log) ? [] : (validate.errors ?? []).map(({ dataPath, message = '' }) => `${dataPath} ${message}`);
}
