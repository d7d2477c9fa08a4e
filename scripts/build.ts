import { cpSync, existsSync } from 'node:fs';
import { help } from './help.ts';
import { run } from './run.ts';

help(`npm run build
Makes dist/ of the sources: what is generated first, then the compiler, each only where something changed.`);

if (!existsSync('dist/.tsbuildinfo')) process.stdout.write('Building dist/, which takes a moment the first time\n');
await run('generate', 'tsx', ['scripts/generate.ts']);
await run('compile', 'tsc', ['-p', 'tsconfig.build.json']);
cpSync('router/supergraph.graphql', 'dist/router/supergraph.graphql');
