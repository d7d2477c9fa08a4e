import pino from 'pino';
import { logDestination } from './logDestination.ts';
import { currentRequest } from './request.ts';
import { traceId } from './trace.ts';

/** Names of fields whose values never reach a log line, at the top and one level down. */
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
  'mfaCode',
  'email',
  'phone',
  'card',
  'connectionString',
];

/** Names that hold a secret in one place and something ordinary in another; the value decides. */
const AMBIGUOUS: Readonly<Record<string, (value: unknown) => unknown>> = {
  /** An error's code is kept; a one-time password (six digits) and a recovery code (groups of hexadecimal digits) are not. */
  code: (value) => (typeof value === 'number' || ERROR_CODE.test(String(value)) ? value : CENSORED),
  /** Where something is; never its credentials, its query or a path segment that is long enough to be a token. */
  url: (value) =>
    typeof value === 'string' && URL.canParse(value) ? withoutSecrets(new URL(value)) : CENSORED,
};
const CENSORED = '[secret]';
/** As Node, Prisma and Plexus name errors; an SQLSTATE; as Stripe names them. */
const ERROR_CODE = /^(?:[A-Z][A-Z0-9_]{2,}|[0-9A-Z]{5}|[a-z]+(?:_[a-z]+)+)$/;

const withoutSecrets = ({ protocol, host, pathname }: URL): string =>
  `${protocol}//${host}${pathname.replace(/[^/]{32,}/g, CENSORED)}`;

/** What stands in a log line for a field of one of these names. */
const censor = (value: unknown, path: readonly string[]): unknown =>
  AMBIGUOUS[path.at(-1) ?? '']?.(value) ?? CENSORED;

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
      redact: {
        paths: [...SECRET, ...Object.keys(AMBIGUOUS)].flatMap((field) => [field, `*.${field}`]),
        censor,
      },
      serializers: { err: describeError },
    },
    logDestination(file ?? 1),
  );

export type Log = ReturnType<typeof createLog>;

/** What a log may say of an error: drivers put connection strings and values into messages, so those are cut out. */
const describeError = (error: unknown) =>
  error instanceof Error
    ? {
        type: error.name,
        message: scrub(error.message),
        stack: scrub(error.stack ?? ''),
        code: codeOf(error),
      }
    : { message: scrub(String(error)) };

const codeOf = (error: Error): string | number | undefined =>
  'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
    ? error.code
    : undefined;

/** Cuts addresses, people and secrets out of a text that others wrote. */
export const scrub = (text: string): string =>
  text
    .replace(/\b[a-z+]+:\/\/[^\s'"]+@/gi, '[address]')
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[email]')
    .replace(/\b(?:sk|pk|whsec|pi|seti)_[\w]{8,}\b/g, '[secret]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]');
