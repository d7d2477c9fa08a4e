import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { unavailable } from './errors.ts';
import { checkedType, type FileStore, type FilesEnv } from './files.ts';

type S3Env = FilesEnv & Readonly<{ FILES_S3_URL: string }>;

const ATTEMPTS = 2;
const CONNECT_MS = 1_000;
const SILENCE_MS = 3_000;

/** Files in a bucket, below the subgraph's name. The client takes 23 MB, so that only who uses a bucket loads it. */
export const s3Files = (env: S3Env, subgraph: string): FileStore => {
  const bucket = new URL(env.FILES_S3_URL).pathname.split('/').filter(Boolean).join('/');
  let opened: Promise<S3> | undefined;
  const s3 = (): Promise<S3> => {
    opened ??= openS3(env);
    return opened;
  };
  const at = (key: string) => ({ Bucket: bucket, Key: `${subgraph}/${key}` });
  return {
    name: 'files',
    put: async (key, body, contentType) => {
      if (checkedType(key) !== contentType)
        throw new Error('The ending of the key does not fit the content type.');
      const { sdk, client } = await s3();
      const send = (bytes: Uint8Array | Readable, size: number) =>
        outage(
          client.send(
            new sdk.PutObjectCommand({
              ...at(key),
              Body: bytes,
              ContentLength: size,
              ContentType: contentType,
            }),
          ),
        );
      await (body instanceof Uint8Array ? send(body, body.byteLength) : spooled(body, send));
    },
    get: async (key) => {
      const contentType = checkedType(key);
      const { sdk, client } = await s3();
      const found = await outage(client.send(new sdk.GetObjectCommand(at(key))).catch(nullIfMissing));
      return found?.Body
        ? { body: found.Body as Readable, size: found.ContentLength ?? 0, contentType }
        : null;
    },
    delete: async (keys) => {
      for (const key of keys) checkedType(key);
      const { sdk, client } = await s3();
      await Promise.all(keys.map((key) => outage(client.send(new sdk.DeleteObjectCommand(at(key))))));
    },
    ready: async () => {
      const { sdk, client } = await s3();
      await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
    },
    close: async () => (await opened)?.client.destroy(),
  };
};

type S3 = Readonly<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }>;

/** Credentials are those given, or whatever AWS's own chain finds (role of the machine, of the pod). */
const openS3 = async (env: S3Env): Promise<S3> => {
  const sdk = await import('@aws-sdk/client-s3');
  const { FILES_S3_ACCESS_KEY_ID: accessKeyId, FILES_S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  const client = new sdk.S3Client({
    endpoint: new URL(env.FILES_S3_URL).origin,
    region: env.FILES_S3_REGION,
    forcePathStyle: true,
    maxAttempts: ATTEMPTS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    /** Without the last, the client only warns. */
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: SILENCE_MS,
      throwOnRequestTimeout: true,
    },
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
  });
  return { sdk, client };
};

const nullIfMissing = (error: unknown): null => {
  if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound')) return null;
  throw error;
};

/** The store's own words name the bucket and its address: what callers see is that it does not answer. */
const outage = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw unavailable('file', error);
  });

/** S3 wants to know the size first: a stream goes through a temporary file, never through memory. */
const spooled = async (
  body: Readable,
  send: (bytes: Readable, size: number) => Promise<unknown>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'plexus-file-'));
  const path = join(folder, 'body');
  try {
    await pipeline(body, createWriteStream(path));
    const file = await open(path, 'r');
    await send(file.createReadStream(), (await file.stat()).size);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
