import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/model/without-secrets.ts';

test.each([
  'OPENAI_API_KEY',
  'GITHUB_TOKEN',
  'NPM_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'DB_PASSWORD',
  'VISUALS_SIGNING_KEY',
  'APIKEY',
  'npm_config__authToken',
  'GOOGLE_CREDENTIALS',
])('%s stays here', (name) => expect(withoutSecrets({ [name]: 'x', PATH: '/bin' })).toEqual({ PATH: '/bin' }));

test.each(['PATH', 'HOME', 'DISPLAY', 'XAUTHORITY', 'SSH_AUTH_SOCK', 'KEYBOARD_LAYOUT', 'GNOME_KEYRING_CONTROL', 'LANG', 'GIT_CONFIG_KEY_0'])(
  '%s is handed on',
  (name) => expect(withoutSecrets({ [name]: 'x', GONE: undefined })).toEqual({ [name]: 'x' }),
);
