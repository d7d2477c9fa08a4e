import qs from 'qs';
import { z } from 'zod';
import { invalid, type Refused } from '../objects/refused.ts';

type Form = Record<string, unknown>;

/** Reads `a[b][0]=c` as Stripe does; numbers stay text until a schema says what they are. */
export const readForm = (text: string): Form => ({
  ...qs.parse(text, { plainObjects: true, arrayLimit: 100, parameterLimit: 2000, depth: 8 }),
});

/** `expand` is open to every call, so no schema has it. */
export const splitExpand = (form: Form): { expand: string[]; rest: Form } => {
  const { expand, ...rest } = form;
  const paths = expand === undefined ? [] : Array.isArray(expand) ? expand : Object.values(Object(expand));
  return { expand: paths.filter((path) => typeof path === 'string'), rest };
};

/** The form in a narrower type, or Stripe's error for its first fault. */
export const readParams = <T>(schema: z.ZodType<T>, form: Form): T => {
  const read = schema.safeParse(form);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw issue ? refusal(issue, form) : invalid('Invalid request.');
};

const refusal = (issue: z.core.$ZodIssue, form: Form): Refused => {
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = nameOf(issue.path);
  const given = issue.path.reduce<unknown>(
    (value, key) => (Object(value) as Record<PropertyKey, unknown>)[key],
    form,
  );
  if (given === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  if (given === '')
    return invalid(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param },
    );
  const code = issue.message.startsWith('Invalid integer') ? 'parameter_invalid_integer' : undefined;
  return invalid(issue.message, { param, ...(code ? { code } : {}) });
};

const nameOf = ([first, ...rest]: readonly PropertyKey[]): string =>
  `${String(first ?? '')}${rest.map((part) => `[${String(part)}]`).join('')}`;

export const text = z
  .string('Invalid string')
  .min(1)
  .max(5000, 'Invalid string: at most 5000 characters are accepted');
/** Empty text takes a value away. */
export const optionalText = z
  .string('Invalid string')
  .max(5000)
  .transform((value) => value || null);
export const id = z.string('Invalid id').regex(/^[\w-]{1,255}$/, 'Invalid id');
export const integer = z
  .string('Invalid integer')
  .regex(/^-?\d{1,15}$/, 'Invalid integer')
  .transform(Number);
export const positive = integer.refine(
  (value) => value >= 1,
  'Invalid integer: this value must be greater than or equal to 1.',
);
export const flag = z
  .enum(['true', 'false'], 'Invalid boolean: must be true or false')
  .transform((value) => value === 'true');
export const httpAddress = z.url({ protocol: /^https?$/, error: 'Not a valid URL' });

/** Keys of digits come as a list; an empty text (null here) empties the whole. Values of '' take their key away. */
export const metadata = z.preprocess(
  (value) => (value === '' ? null : Array.isArray(value) ? Object.fromEntries(value.entries()) : value),
  z
    .record(
      z.string().max(40, 'Metadata keys can be at most 40 characters'),
      z.string('Metadata values must be strings').max(500, 'Metadata values can be at most 500 characters'),
    )
    .nullable(),
);

export const merged = (
  before: Record<string, string>,
  after: Record<string, string> | null | undefined,
): Record<string, string> =>
  after === null
    ? {}
    : Object.fromEntries(Object.entries({ ...before, ...after }).filter(([, value]) => value !== ''));

const line = z
  .string()
  .max(5000)
  .optional()
  .transform((value) => value || null);
export const address = z.strictObject({
  city: line,
  country: line,
  line1: line,
  line2: line,
  postal_code: line,
  state: line,
});
export const shipping = z.strictObject({
  address: address.optional(),
  name: z.string().max(5000).optional(),
  phone: line,
  carrier: line,
  tracking_number: line,
});

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** What was said, without the fields that were not. */
export const given = <T extends object>(all: T): Given<T> => {
  const kept: Given<T> = { ...all } as Given<T>;
  for (const key of Object.keys(kept) as (keyof T)[]) if (kept[key] === undefined) delete kept[key];
  return kept;
};
