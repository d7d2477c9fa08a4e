import pino from 'pino';
import { currentRequest } from './request.ts';
import { traceId } from './trace.ts';

/** Names of fields that never reach a log line, at the top and one level down. */
const SECRET = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'clientSecret',
  'client_secret',
  'secret',
  'code',
  'mfaCode',
  'email',
  'phone',
  'card',
  'url',
  'connectionString',
];

/** One JSON line an event, with the process's name, the request's id and its trace's where it is traced; to a file where one is named. */
export const createLog = (name: string, level = 'info', file?: string) =>
  pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ requestId: currentRequest()?.id, traceId: traceId() }),
      redact: { paths: SECRET.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
      serializers: { err: describeError },
    },
    pino.destination(file ?? 1),
  );

export type Log = ReturnType<typeof createLog>;

/** What a log may say of an error: drivers put connection strings and values into messages, so those are cut out. */
const describeError = (error: unknown) =>
  error instanceof Error
    ? { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? ''), code: codeOf(error) }
    : { message: scrub(String(error)) };

const codeOf = (error: Error): string | undefined => ('code' in error && typeof error.code === 'string' ? error.code : undefined);

/** Cuts addresses, people and secrets out of a text that others wrote. */
export const scrub = (text: string): string =>
  text
    .replace(/\b[a-z+]+:\/\/[^\s'"]+@/gi, '[address]')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[email]')
    .replace(/\b(?:sk|pk|whsec|pi|seti)_[\w]{8,}\b/g, '[secret]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]');
