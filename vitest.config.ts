import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { TIERS } from './scripts/test/tiers.ts';

/** The same copy of graphql for our modules as for Apollo's, which are CommonJS: its classes must be the same. */
const alias = [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }];

/** Tiers run one after the other, so that none slows another down; the quick ones first. */
const inTurn = (name: (typeof TIERS)[number]) => ({ sequence: { groupOrder: TIERS.indexOf(name) } });

/** Files that load each module once a worker: reading Apollo and Prisma anew for each file costs more than the tests do. */
const inOneModuleGraph = { isolate: false };

/** A tier that brings datastores of its own up once, and whose files run beside each other. */
const onDatastores = (name: (typeof TIERS)[number], more: object = {}) => ({
  test: {
    name,
    ...inTurn(name),
    alias,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup: ['tests/support/globalSetup.ts'],
    setupFiles: ['tests/support/watched.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    ...more,
  },
});

/** A tier that starts a whole shop of its own processes; one at a time. */
const onProcesses = (name: (typeof TIERS)[number], globalSetup: string[] = []) => ({
  test: {
    name,
    ...inTurn(name),
    alias,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup,
    setupFiles: ['tests/support/watched.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});

export default defineConfig({
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['kernel', 'router', 'subgraphs', 'sandbox', 'scripts'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      {
        test: {
          name: 'unit',
          ...inTurn('unit'),
          alias,
          include: [
            '{kernel,router,subgraphs,sandbox,scripts}/**/*.test.ts',
            'tests/sandbox/**/*.test.ts',
            'tests/check/**/*.test.ts',
          ],
          testTimeout: 60_000,
          ...inOneModuleGraph,
        },
      },
      onDatastores('stores', inOneModuleGraph),
      onDatastores('graph', inOneModuleGraph),
      onDatastores('races'),
      onDatastores('faults'),
      onDatastores('outages', { fileParallelism: false }),
      onProcesses('chaos'),
      onProcesses('stack'),
      onProcesses('browser', ['tests/support/browserSetup.ts']),
    ],
  },
});
