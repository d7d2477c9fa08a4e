import { cpSync, existsSync } from 'node:fs';
import { fetchServers } from './datastores/fetch.ts';
import { help } from './help.ts';
import { run } from './run.ts';

help(`npm run build [-- --servers]
Makes dist/ of the sources: what is generated first, then the compiler, each only where something changed. Types are the
concern of npm run check. With --servers it fetches the embedded datastores meanwhile, if npm start will need them.`);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const build = async (): Promise<void> => {
  if (!existsSync('dist/.tsbuildinfo')) say('Building dist/, which takes a moment the first time');
  await run('generate', 'tsx', ['scripts/generate.ts']);
  await run('compile', 'tsc', ['-p', 'tsconfig.build.json', '--noCheck']);
  cpSync('router/supergraph.graphql', 'dist/router/supergraph.graphql');
};

const fetchForStart = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await fetchServers(process.env, say);
};

await Promise.all([build(), process.argv.includes('--servers') ? fetchForStart() : null]);
