import { help } from './help.ts';
import { attempt, run } from './run.ts';

help(`npm run check
What has to be clean before a change lands: format, lint and layers (biome), types (tsc), unused code (knip),
schema conventions, composition and contract (compose --check). They run side by side, and all that they find is shown.`);

await run('generate', 'tsx', ['scripts/generate.ts']);
const passed = await Promise.all([
  attempt('schemas, composition and contract', 'tsx', ['scripts/compose.ts', '--check']),
  attempt('unused code', 'knip', []),
  attempt('format, lint and layers', 'biome', ['check', '--error-on-warnings']),
  attempt('types', 'tsc', ['--noEmit', '-p', '.']),
]);
const isClean = passed.every(Boolean);
process.stdout.write(
  isClean
    ? 'npm run check: everything is clean\n'
    : `npm run check: ${passed.filter((each) => !each).length} of ${passed.length} parts failed\n`,
);
process.exitCode = isClean ? 0 : 1;
