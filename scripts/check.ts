import { help } from './help.ts';
import { run } from './run.ts';

help(`npm run check
What has to be clean before a change lands: format, lint and layers (biome), types (tsc), unused code (knip),
schema conventions, composition and contract (compose --check).`);

await run('generate', 'tsx', ['scripts/generate.ts']);
await run('format, lint and layers', 'biome', ['check', '--error-on-warnings']);
await run('types', 'tsc', ['--noEmit', '-p', '.']);
await run('unused code', 'knip', []);
await run('schemas, composition and contract', 'tsx', ['scripts/compose.ts', '--check']);
