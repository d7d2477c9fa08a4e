import { watch } from 'node:fs';
import { join } from 'node:path';
import { sentence } from '../processes/problem.ts';
import type { ProcessManager } from '../processes/processManager.ts';
import { ROOT } from '../processes/root.ts';
import { attempt } from '../run.ts';
import { PROCESSES, type ProcessName, SUBGRAPHS, TITLES } from './processes.ts';
import type { Progress } from './progress.ts';

const FOLDERS = ['kernel', 'router', 'subgraphs', 'sandbox', 'prisma'] as const;
/** Editors write several files at once, and some of them twice. */
const SETTLE_MS = 150;

/** The processes that a changed source file belongs to; none for tests, documents and composed files. */
export const processesOf = (path: string): readonly ProcessName[] => {
  if (
    !/\.(?:ts|graphql|prisma)$/.test(path) ||
    path.endsWith('.test.ts') ||
    /^router\/\w+\.graphql$/.test(path)
  )
    return [];
  const [folder = '', name] = path.split(/[\\/]/);
  if (folder === 'kernel') return PROCESSES;
  if (folder === 'router' || folder === 'sandbox') return [folder];
  return SUBGRAPHS.filter((subgraph) => subgraph === name);
};

const SCHEMA = /\bschema\.graphql$/;

/** Compiles what changed, with the compiler's messages shown; where a schema did, composes first. The router reloads a supergraph anew. */
const rebuild = async (paths: readonly string[]): Promise<boolean> => {
  const isComposed =
    !paths.some((path) => SCHEMA.test(path)) || (await attempt('compose', 'tsx', ['scripts/compose.ts']));
  return isComposed && attempt('build', 'tsx', ['scripts/build.ts']);
};

/**
 * Restarts the processes whose sources change, until the shop stops. A source that does not compile is reported and changes nothing.
 * Migrations are applied by the next start.
 */
export const watchSources = (processes: ProcessManager, progress: Progress): void => {
  const changed = new Set<string>();
  let work: Promise<unknown> = Promise.resolve();

  const restartChanged = async (): Promise<void> => {
    const paths = [...changed];
    changed.clear();
    const names = [...new Set(paths.flatMap(processesOf))];
    if (names.length === 0 || processes.stopping.aborted) return;
    progress.say(`${paths.length === 1 ? paths[0] : `${paths.length} files`} changed`);
    if (!(await rebuild(paths))) return progress.say('Nothing was restarted, because the build failed');
    await Promise.all(names.map((name) => processes.restart(name)));
    progress.say(`Restarted: ${names.map((name) => TITLES[name]).join(', ')}`);
  };
  const next = (): void => {
    work = work.then(restartChanged).catch((error: unknown) => progress.say(sentence(error)));
  };
  const settled = setTimeout(next, SETTLE_MS);
  const watchers = FOLDERS.map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, (_, file) => {
      if (file === null || processesOf(join(folder, file)).length === 0) return;
      changed.add(join(folder, file));
      settled.refresh();
    }),
  );
  processes.stopping.addEventListener('abort', () => {
    clearTimeout(settled);
    for (const watcher of watchers) watcher.close();
  });
  progress.say('Watching the sources: a process is restarted when its files change');
};
