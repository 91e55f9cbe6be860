import { expect, test } from 'vitest';
import { explainAsset } from '../../src/explain-asset.ts';
import { createProject } from '../support/create-project.ts';

test('an asset that there is not is told with those that there are, also before the first build', async () => {
  const report = await explainAsset({ root: createProject().root, asset: 'helo' });
  expect(report).toMatchObject({ exit: 2, last: [], next: [] });
  expect(report.diagnostics).toMatchObject([{ code: 'ASSET_UNKNOWN', message: 'no asset "helo" (did you mean "hello"?)', fix: 'Name one of: hello, photo.' }]);
});
