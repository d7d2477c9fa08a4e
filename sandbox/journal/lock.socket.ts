import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type Lock = Readonly<{ release(): Promise<void> }>;

/** One process a folder: the lock is a socket that listens, so it ends with its holder however that ends. */
export const lockFolder = async (folder: string): Promise<Lock> => {
  const address = addressOf(folder);
  const server = (await listen(address)) ?? (await takeOver(address));
  if (!server)
    throw new Error(`another sandbox is using ${folder}. Stop it, or set DATA_DIR to another folder.`);
  server.unref();
  return { release: () => new Promise((done) => server.close(() => done())) };
};

const addressOf = (folder: string): string => {
  const name = `plexus-sandbox-${createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
};

/** Null where the address is taken. */
const listen = (address: string): Promise<Server | null> =>
  new Promise((done, failed) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(null) : failed(error),
    );
    server.listen(address, () => done(server));
  });

/** What a killed process left behind answers nobody. */
const takeOver = async (address: string): Promise<Server | null> => {
  if (await answers(address)) return null;
  await rm(address, { force: true });
  return listen(address);
};

const answers = (address: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(address, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
