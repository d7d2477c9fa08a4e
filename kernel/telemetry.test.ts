import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { wantsTraces } from './telemetry.ts';

const ADDRESS = 'http://127.0.0.1:4318';

test('traces are made where an exporter is configured and not switched off', () => {
  expect(wantsTraces({})).toBe(false);
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: ADDRESS })).toBe(true);
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${ADDRESS}/v1/traces` })).toBe(true);
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: ADDRESS, OTEL_TRACES_EXPORTER: 'none' })).toBe(false);
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: ADDRESS, OTEL_SDK_DISABLED: 'TRUE' })).toBe(false);
});

test("a process without an exporter loads nothing of OpenTelemetry's SDK, and one with an exporter does", {
  timeout: 60_000,
}, () => {
  const script = `
    import Module from 'node:module';
    import { startTelemetry } from './kernel/telemetry.ts';
    import './kernel/process.ts';
    const loaded = () => Object.keys(Module._cache).filter((path) => /@opentelemetry.(sdk|exporter|otlp)/.test(path)).length;
    const log = { warn: () => undefined };
    await startTelemetry('users', {}, log);
    const without = loaded();
    await startTelemetry('users', { OTEL_EXPORTER_OTLP_ENDPOINT: '${ADDRESS}' }, log);
    console.log(JSON.stringify({ without, with: loaded() > 0 }));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ without: 0, with: true });
});
