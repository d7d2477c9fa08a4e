import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A log line as the process writes it. */
const logged = (statement: string): string => {
  const script = `import { createLog } from './kernel/log.ts'; const log = createLog('test'); ${statement}`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  }).stdout;
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
  for (const secret of ['pa55word', 'ada@example.com', 'sk_test_abcdefghij', 'eyJhbGciOi.'])
    expect(line).not.toContain(secret);
});

test('R44: codes of errors are kept: those that errors carry and those that a line names', () => {
  const line = JSON.parse(
    logged(
      `log.warn({ err: Object.assign(new Error('x'), { code: '57P01' }), code: 'CARD_DECLINED', mongo: { code: 11000 }, stripe: { code: 'amount_too_small' }, peer: { url: 'http://user:pw@orders:4004/graphql?t=1' } }, 'x')`,
    ),
  );
  expect(line).toMatchObject({
    err: { code: '57P01' },
    code: 'CARD_DECLINED',
    mongo: { code: 11000 },
    stripe: { code: 'amount_too_small' },
    peer: { url: 'http://orders:4004/graphql' },
  });
});

test('R44: one-time passwords, recovery codes and tokens in links are cut out under the same names', () => {
  const token = 'k'.repeat(43);
  const line = logged(
    `log.info({ code: '123456', input: { code: 'ab12-cd34-ef56-7890', mfaCode: '654321' }, url: 'http://shop.example/order/${token}?token=${token}' }, 'x')`,
  );
  for (const secret of ['123456', 'ab12', '654321', token]) expect(line).not.toContain(secret);
  expect(line).toContain('http://shop.example/order/[secret]');
});

/** Runs a script whose log has nowhere to go, and returns what it prints last. */
const withoutSpace = (statement: string): string => {
  const script = `import { createLog } from './kernel/log.ts'; import { registry } from './kernel/metrics.ts';
    const log = createLog('test', 'info', '/dev/full'); ${statement}
    const text = await registry.metrics(); process.stdout.write(text.match(/^plexus_log_.*$/gm).join(' '));`;
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    {
      encoding: 'utf8',
      timeout: 30_000,
    },
  );
  expect(status, 'the process ends by itself').toBe(0);
  return stdout;
};

test.runIf(existsSync('/dev/full'))(
  'C03: a full disk stops no process: not at a line, not at a fatal one',
  () => {
    const printed = withoutSpace(
      `log.info('one'); log.fatal('the last words'); await new Promise((resolve) => setTimeout(resolve, 10));`,
    );
    expect(printed).toMatch(/plexus_log_write_failures_total\S* [1-9]/);
    expect(printed).toMatch(/plexus_log_lines_dropped_total\S* 0/);
  },
);

test.runIf(existsSync('/dev/full'))(
  'C03: what does not fit into the memory for waiting lines is dropped and counted',
  () => {
    const printed = withoutSpace(`for (let i = 0; i < 300; i++) log.info('x'.repeat(10_000));`);
    expect(Number(/plexus_log_lines_dropped_total\S* (\d+)/.exec(printed)?.[1])).toBeGreaterThan(150);
  },
);

test('C03: what waited is written when there is space again, in order and whole', () => {
  const script = `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
    const { writeSync } = fs; let full = true;
    fs.writeSync = (...args) => { if (full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' }); return writeSync(...args); };
    syncBuiltinESMExports();
    const { createLog } = await import('./kernel/log.ts'); const log = createLog('test');
    log.info('one'); log.info('two'); full = false;
    setTimeout(() => log.info('three'), 600);`;
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(messages).toEqual(['one', 'two', 'three']);
});

test('the trace of a line stands in it, and no such field where nothing is traced', () => {
  const id = '4bf92f3577b34da6a3ce929d0e0e4736';
  const tracer = `import { traceWith } from './kernel/trace.ts'; traceWith({ traceId: () => '${id}' });`;
  const lines = logged(`log.info('one'); ${tracer} log.info('two')`).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).traceId)).toEqual([undefined, id]);
});
