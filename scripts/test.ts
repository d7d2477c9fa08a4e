import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { help } from './help.ts';
import { readTestArguments } from './test/arguments.ts';
import { scanLogs, TEST_LOGS } from './test/leaks.ts';
import { TIERS } from './test/tiers.ts';
import { faultsOf, report } from './test/verdict.ts';

help(`npm test [-- tier or path ...] [-- --coverage]
Runs every tier of tests, or those named: ${TIERS.join(', ')}.
A path, or a part of one, runs the files that have it in their path. Each tier brings datastores of its own; browser needs Chromium
(apt install chromium). A run of whole tiers ends with a scan of the logs of all processes for every secret that was used. The last
line is "N passed, N failed".

  npm test -- unit stores                  two tiers
  npm test -- tests/stores/carts.test.ts   one file
  npm test -- refunds                      every file with "refunds" in its path`);

const refuse = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};
const asked = readTestArguments(process.argv.slice(2));
const { tiers, patterns, coverage } = typeof asked === 'string' ? refuse(asked) : asked;

const folder = mkdtempSync(join(tmpdir(), 'plexus-logs-'));
process.env[TEST_LOGS] = folder;

const vitest = await startVitest('test', [...patterns], {
  run: true,
  watch: false,
  coverage: { enabled: coverage },
  ...(tiers.length > 0 ? { project: [...tiers] } : {}),
});
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const broken =
  vitest.state.getTestModules().filter((module) => module.errors().length > 0).length +
  vitest.state.getUnhandledErrors().length;
await vitest.close();

const scan = scanLogs(folder);
const faults = faultsOf(
  scan,
  vitest.projects.map(({ name }) => name),
);
/** A tier that ran in part has not used all that its scan expects. */
const isScanned = patterns.length === 0 && (scan.kinds.length > 0 || faults.length > 0);
if (isScanned) process.stdout.write(report(scan, faults));
rmSync(folder, { recursive: true });

const passed =
  tests.filter((test) => test.result().state === 'passed').length +
  (isScanned && faults.length === 0 ? 1 : 0);
const failed =
  tests.filter((test) => test.result().state === 'failed').length +
  broken +
  (isScanned && faults.length > 0 ? 1 : 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
