import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Program } from '../processes/program.ts';
import { mongoAnswers } from './answers.ts';
import { onFreePort } from './attempt.ts';
import { onPath } from './path-program.ts';
import type { Started, Wanted } from './store.ts';
import { ensureVenv, SECANTUS, secantusd } from './venv.ts';

export const installedMongodb = (env: Environment): string | undefined => onPath(['mongod'], env);

type Server = Readonly<{ command: string; args: (port: number) => readonly string[]; about: string }>;

const folderIn = ({ processes }: Wanted, name: string): string => {
  const folder = join(processes.dir, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

/** Two servers do not read each other's files, so each has a folder of its own. */
const mongod = (path: string, wanted: Wanted): Server => {
  const folder = folderIn(wanted, 'mongod');
  return {
    command: path,
    args: (port) => [
      '--dbpath',
      folder,
      '--port',
      String(port),
      '--bind_ip',
      '127.0.0.1',
      '--wiredTigerCacheSizeGB',
      '0.25',
    ],
    about: path,
  };
};

/** Without --sync-on-commit it keeps acknowledged writes in its own memory for a while, and kill -9 would lose them. */
const embedded = async (wanted: Wanted): Promise<Server> => {
  const [command, ...first] = secantusd(await ensureVenv({ ...wanted, ...wanted.processes }));
  const folder = folderIn(wanted, 'mongodb');
  return {
    command,
    args: (port) => [
      ...first,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--storage-path',
      folder,
      '--cache-size',
      '256M',
      '--sync-on-commit',
    ],
    about: `embedded ${SECANTUS.replace('==', ' ')}`,
  };
};

/** One private server with the database `products`. */
export const startMongodb = async (wanted: Wanted): Promise<Started> => {
  const path = installedMongodb(wanted.env);
  const server = path ? mongod(path, wanted) : await embedded(wanted);
  return onFreePort(async (port) => {
    const url = `mongodb://127.0.0.1:${port}/products?directConnection=true`;
    const service = await wanted.processes.run(program(server, port, url, wanted));
    return { urls: { MONGODB_URL: url }, service, about: `${server.about} on 127.0.0.1:${port}` };
  });
};

const program = (
  { command, args }: Server,
  port: number,
  url: string,
  { env, processes }: Wanted,
): Program => ({
  name: 'mongodb',
  title: 'MongoDB',
  kind: 'datastore',
  command,
  args: args(port),
  env: { PATH: env.PATH, HOME: processes.dir },
  cwd: processes.dir,
  ready: () => mongoAnswers(url),
  readyWithin: 60_000,
  stopSignal: 'SIGTERM',
  stopWithin: 15_000,
});
