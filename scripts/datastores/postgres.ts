import type { Program } from '../processes/program.ts';
import { postgresAnswers } from './answers.ts';
import { onFreePort } from './attempt.ts';
import { binaries } from './postgres-binaries.ts';
import { adminUrl, type Cluster, ensureCluster } from './postgres-cluster.ts';
import { ensureDatabases } from './postgres-databases.ts';
import { endOrphan } from './postgres-orphan.ts';
import { postgresPlace } from './postgres-place.ts';
import type { Started, Wanted } from './store.ts';
import { databaseOf, STORES } from './urls.ts';

/** Three pools of ten, three of the jobs, and several processes of each in the tests. */
const CONNECTIONS = 300;
const DURABLE = ['jit=off', 'shared_buffers=64MB', `max_connections=${CONNECTIONS}`, 'timezone=UTC'];
/** Survives the end of the process, not of the machine. */
const THROWAWAY = [...DURABLE, 'fsync=off', 'full_page_writes=off'];

/** One private cluster with the databases users, orders and payments. */
export const startPostgres = async (wanted: Wanted): Promise<Started> => {
  const place = postgresPlace(wanted.processes.dir);
  if (place.note) wanted.note(place.note);
  const programs = binaries(place.user, place.folder);
  const cluster = await ensureCluster(place, programs, wanted.env, wanted.throwaway);
  await endOrphan(cluster.data);
  return onFreePort(async (port) => {
    const settings = wanted.throwaway ? THROWAWAY : DURABLE;
    const service = await wanted.processes.run(
      program(programs.postgres, settings, port, cluster, place.user),
    );
    const names = STORES.postgres.map(databaseOf);
    const databases = await ensureDatabases(
      adminUrl(port, cluster),
      cluster.password,
      names,
      wanted.throwaway,
    );
    const urls = Object.fromEntries(
      STORES.postgres.map((name) => [name, databases.get(databaseOf(name)) ?? '']),
    );
    return { urls, service, about: `embedded PostgreSQL ${programs.version} on 127.0.0.1:${port}` };
  });
};

const program = (
  command: string,
  settings: readonly string[],
  port: number,
  cluster: Cluster,
  user: Program['user'],
): Program => ({
  name: 'postgres',
  title: 'PostgreSQL',
  kind: 'datastore',
  command,
  args: [
    '-D',
    cluster.data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    ...settings.flatMap((setting) => ['-c', setting]),
  ],
  env: { LC_MESSAGES: 'C' },
  cwd: '/',
  user,
  ready: () => postgresAnswers(adminUrl(port, cluster)),
  readyWithin: 60_000,
  stopSignal: 'SIGINT',
  stopWithin: 15_000,
});
