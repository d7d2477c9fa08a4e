import { localFiles } from './files.local.ts';
import { s3Files } from './files.s3.ts';
import type { FileStore, FilesEnv } from './files.ts';

/** The files of one subgraph: in the bucket of the environment, or below DATA_DIR. */
export const fileStore = (env: FilesEnv & Readonly<{ DATA_DIR: string }>, subgraph: string): FileStore =>
  env.FILES_S3_URL === undefined
    ? localFiles(env.DATA_DIR, subgraph)
    : s3Files({ ...env, FILES_S3_URL: env.FILES_S3_URL }, subgraph);
