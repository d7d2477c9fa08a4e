import { cpSync } from 'node:fs';
import { help } from './help.ts';
import { run } from './run.ts';

help(`npm run build
Makes dist/ of the sources: what is generated first, then the compiler, each only where something changed.`);

await run('generate', 'tsx', ['scripts/generate.ts']);
await run('compile', 'tsc', ['-p', 'tsconfig.build.json']);
cpSync('router/supergraph.graphql', 'dist/router/supergraph.graphql');
