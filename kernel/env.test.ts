import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** What a process prints and how it ends when it reads this environment. */
const readWith = (env: Record<string, string>) => {
  const script = `import { serviceEnv, secret, readEnv } from './kernel/env.ts';
    const env = readEnv(serviceEnv.extend({ LINK_SECRET: secret })); process.stdout.write(String(env.PORT));`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script];
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', ...env },
  });
};
const whole = {
  PORT: '4001',
  PUBLIC_URL: 'http://127.0.0.1:4000',
  SERVICE_PRIVATE_KEY: '{"kty":"OKP","kid":"users"}',
  SERVICE_PUBLIC_KEYS: '{"keys":[]}',
  LINK_SECRET: 'x'.repeat(32),
};

test('a whole environment is read', () => {
  expect(readWith(whole)).toMatchObject({ status: 0, stdout: '4001' });
});

test('G15: all faults are printed together, then the process ends with 1', () => {
  const { status, stderr } = readWith({
    PORT: 'x',
    SERVICE_PRIVATE_KEY: 'nonsense',
    LINK_SECRET: 'short',
    PUBLIC_URL: 'ftp://x',
  });
  expect(status).toBe(1);
  for (const name of ['PORT', 'PUBLIC_URL', 'SERVICE_PRIVATE_KEY', 'SERVICE_PUBLIC_KEYS', 'LINK_SECRET'])
    expect(stderr).toContain(name);
  expect(stderr, 'no secret is repeated').not.toContain('nonsense');
});

test('G15: production refuses secrets of development', () => {
  const text = readWith({ ...whole, NODE_ENV: 'production', LINK_SECRET: `development-${'x'.repeat(32)}` });
  expect(text.status).toBe(1);
  expect(text.stderr).toContain('LINK_SECRET');
  const key = readWith({
    ...whole,
    NODE_ENV: 'production',
    SERVICE_PRIVATE_KEY: '{"kty":"OKP","kid":"users","plexus":"development"}',
  });
  expect(key.stderr).toContain('SERVICE_PRIVATE_KEY');
});
