import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** A log line as the process writes it. */
const logged = (statement: string): string => {
  const script = `import { createLog } from './kernel/log.ts'; const log = createLog('test'); ${statement}`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { encoding: 'utf8' }).stdout;
};

test('I12: fields that hold secrets are cut out of a log line', () => {
  const line = logged(
    `log.info({ password: 'hunter2hunter2', input: { refreshToken: 'r-123', clientSecret: 'pi_1_secret_2' }, orderId: 'ord_1' }, 'done')`,
  );
  expect(line).toContain('ord_1');
  for (const secret of ['hunter2', 'r-123', 'pi_1_secret']) expect(line).not.toContain(secret);
});

test('I12: what a driver puts into its message is cut out: addresses with passwords, e-mail, keys, tokens', () => {
  const line = logged(
    `log.error({ err: new Error('postgresql://plexus:pa55word@db:5432/users for ada@example.com sk_test_abcdefghij eyJhbGciOi.eyJzdWIi.c2lnbg') }, 'failed')`,
  );
  expect(line).toContain('failed');
  for (const secret of ['pa55word', 'ada@example.com', 'sk_test_abcdefghij', 'eyJhbGciOi.']) expect(line).not.toContain(secret);
});

test('the trace of a line stands in it, and no such field where nothing is traced', () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  const tracer = `import { traceWith } from './kernel/trace.ts'; traceWith({ traceId: () => '${id}' });`;
  const lines = logged(`log.info('one'); ${tracer} log.info('two')`).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).traceId)).toEqual([undefined, id]);
});
