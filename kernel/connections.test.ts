import { expect, test } from 'vitest';
import { twice } from './connections.ts';

/** How often something is sent whose first attempt fails with this code. */
const attempts = async (isQuery: boolean, code: string): Promise<number> => {
  let sent = 0;
  const send = async (): Promise<void> => {
    sent += 1;
    if (sent === 1) throw Object.assign(new Error(code), { code });
  };
  await twice(isQuery, send).catch(() => undefined);
  return sent;
};

test.each([
  ['a query', 'ECONNREFUSED', true, 2],
  ['a query', 'UND_ERR_SOCKET', true, 2],
  ['a query', 'ECONNRESET', true, 2],
  ['a query', 'UND_ERR_HEADERS_TIMEOUT', true, 1],
  ['a mutation', 'ECONNREFUSED', false, 2],
  ['a mutation', 'UND_ERR_SOCKET', false, 1],
  ['a mutation', 'ECONNRESET', false, 1],
] as const)('%s that fails with %s is sent as often as is safe', async (_, code, isQuery, times) => {
  expect(await attempts(isQuery, code)).toBe(times);
});
