import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { STORES, type Urls } from '../../scripts/datastores/urls.ts';
import { startDatastores } from '../../scripts/datastores.ts';
import { keepLogs } from '../../scripts/test/secrets.ts';

type Shared = { urls: Urls; stop(): Promise<void> };

/** All tiers of a run share one set of datastores. The last tier to end stops it. */
const run = globalThis as typeof globalThis & { plexusStores?: { users: number; shared: Promise<Shared> } };

const NAMED = Object.values(STORES).flat();

/** The tests use their own datastores, never those that the environment names. */
const start = async (): Promise<Shared> => {
  const dir = mkdtempSync(join(tmpdir(), 'plexus-test-'));
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !(NAMED as string[]).includes(name)),
  );
  const env = {
    ...inherited,
    NODE_ENV: 'test',
    PLEXUS_VENV: process.env.PLEXUS_VENV ?? resolve('.data/venv'),
  };
  const stores = await startDatastores({ dir, env, throwaway: true });
  const stop = async (): Promise<void> => {
    await stores.stop();
    keepLogs(dir);
    rmSync(dir, { recursive: true, force: true });
  };
  return { urls: stores.urls, stop };
};

export default async (project: TestProject): Promise<() => Promise<void>> => {
  run.plexusStores ??= { users: 0, shared: start() };
  const mine = run.plexusStores;
  mine.users++;
  const { urls, stop } = await mine.shared;
  project.provide('stores', urls);
  return async () => {
    mine.users--;
    if (mine.users === 0) await stop();
  };
};

declare module 'vitest' {
  export interface ProvidedContext {
    stores: Urls;
  }
}
