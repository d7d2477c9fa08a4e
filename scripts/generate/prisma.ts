import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Generates the client of `prisma/<name>/schema.prisma`. Generating needs no schema engine, yet the CLI asks for one and would
 * download it: any program that is there satisfies it.
 */
export const prismaClient = async (name: string): Promise<void> => {
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  await run(
    process.execPath,
    ['node_modules/prisma/build/index.js', 'generate', `--schema=prisma/${name}/schema.prisma`],
    { env },
  );
};
