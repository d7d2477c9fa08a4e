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
process.exitCode = passed.every(Boolean) ? 0 : 1;
