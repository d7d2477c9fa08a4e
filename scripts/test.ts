import { startVitest } from 'vitest/node';
import { help } from './help.ts';

help(`npm test [-- tier ...] [-- --coverage]
Runs every tier of tests, or those named: unit, stores, graph, stack, races, faults, browser. Each brings datastores of
its own; browser needs Chromium (apt install chromium). Ends with the line "N passed, N failed".`);

const args = process.argv.slice(2).filter((arg) => arg !== '--');
const tiers = args.filter((arg) => !arg.startsWith('--'));

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

const passed = tests.filter((test) => test.result().state === 'passed').length;
const failed = tests.filter((test) => test.result().state === 'failed').length + broken;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
