import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { help } from './help.ts';
import { scanLogs, TEST_LOGS } from './test/leaks.ts';
import { faultsOf, report } from './test/verdict.ts';

help(`npm test [-- tier ...] [-- --coverage]
Runs every tier of tests, or those named: unit, stores, graph, races, faults, outages, stack, browser. Each brings datastores of
its own; browser needs Chromium (apt install chromium). The last test looks in the logs of all processes for every secret that was
used. Ends with the line "N passed, N failed".`);

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const tiers = args.filter((arg) => !arg.startsWith('--'));

const folder = mkdtempSync(join(tmpdir(), 'plexus-logs-'));
process.env[TEST_LOGS] = folder;

const vitest = await startVitest('test', [], {
  run: true,
  watch: false,
  coverage: { enabled: args.includes('--coverage') },
  ...(tiers.length > 0 ? { project: tiers } : {}),
});
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const broken =
  vitest.state.getTestModules().filter((module) => module.errors().length > 0).length + vitest.state.getUnhandledErrors().length;
await vitest.close();

const scan = scanLogs(folder);
const faults = faultsOf(
  scan,
  vitest.projects.map(({ name }) => name),
);
const isScanned = scan.kinds.length > 0 || faults.length > 0;
if (isScanned) process.stdout.write(report(scan, faults));
rmSync(folder, { recursive: true });

const passed = tests.filter((test) => test.result().state === 'passed').length + (isScanned && faults.length === 0 ? 1 : 0);
const failed = tests.filter((test) => test.result().state === 'failed').length + broken + (faults.length > 0 ? 1 : 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
