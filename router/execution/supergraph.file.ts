import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';

/** What is made of the supergraph's text, in its newest good version. */
export type Supergraph<Built> = Resource & Readonly<{ current(): Built }>;

const POLL_MS = 500;

/** Builds from the file, and again whenever it changes; a bad one keeps the last good and makes the process not ready. */
export const supergraphFile = async <Built extends { stop(): Promise<void> }>(
  path: string,
  build: (sdl: string) => Promise<Built>,
  log: Log,
): Promise<Supergraph<Built>> => {
  let text = await readFile(path, 'utf8');
  let built = await build(text);
  let fault: unknown = null;

  const reload = async (): Promise<void> => {
    try {
      const fresh = await readFile(path, 'utf8');
      if (fresh !== text) {
        const old = built;
        built = await build(fresh);
        text = fresh;
        await old.stop();
        log.info('the supergraph has changed and is in use');
      }
      fault = null;
    } catch (error) {
      fault = error;
      log.error({ err: error }, 'the changed supergraph is not usable; the last good one stays in use');
    }
  };
  let reloading = Promise.resolve();
  const changed = (): void => {
    reloading = reloading.then(reload);
  };
  watchFile(path, { interval: POLL_MS }, changed);

  return {
    name: 'supergraph',
    current: () => built,
    ready: async () => {
      if (fault) throw new Error('the supergraph on disk is not usable');
    },
    close: async () => {
      unwatchFile(path, changed);
      await reloading;
      await built.stop();
    },
  };
};
