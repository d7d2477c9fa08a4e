import { Refused } from '../objects/refused.ts';
import { API_VERSION } from '../version.ts';

const HELP =
  "You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";

/** Any secret test key will do; a live key has no business here. */
export const authenticate = (header: string | undefined): void => {
  const key = keyIn(header);
  if (key === null) throw unauthorised(`You did not provide an API key. ${HELP}`);
  if (key.startsWith('sk_live_'))
    throw unauthorised(
      'This is a sandbox: a live key must never be sent to it. Use a key that begins with sk_test_.',
    );
  if (!/^sk_test_[\w-]+$/.test(key))
    throw unauthorised('Invalid API Key provided: the sandbox takes keys that begin with sk_test_.');
};

const keyIn = (header: string | undefined): string | null => {
  const [scheme, value] = header?.split(' ') ?? [];
  if (!value) return null;
  if (scheme?.toLowerCase() === 'bearer') return value;
  return scheme?.toLowerCase() === 'basic'
    ? (Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? null)
    : null;
};

const unauthorised = (message: string): Refused =>
  new Refused(401, { type: 'invalid_request_error', message });

/** The version that the caller pinned; the sandbox answers in the SDK's own. */
export const versionOf = (header: string | undefined): string => {
  if (header === undefined) return API_VERSION;
  if (/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(header)) return header;
  throw new Refused(400, { type: 'invalid_request_error', message: 'Invalid Stripe API version.' });
};
