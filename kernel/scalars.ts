import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { readCountryCode } from './countries.ts';
import { badInput } from './errors.ts';
import { isKnownCurrency } from './money.ts';
import { uploadScalar } from './uploads.ts';

/** A scalar that reads and writes JavaScript values through one function; what that refuses is `BAD_USER_INPUT`. */
const scalar = <Internal>(
  name: string,
  read: (value: unknown) => Internal | undefined,
  says: string,
  write: (value: unknown) => unknown = read,
) => {
  const accept = (value: unknown): Internal => {
    const accepted = read(value);
    if (accepted === undefined) throw badInput(`${name}: ${says}`);
    return accepted;
  };
  return new GraphQLScalarType({
    name,
    parseValue: accept,
    parseLiteral: (node) => accept(literal(node)),
    serialize: write,
  });
};

const literal = (node: ValueNode): unknown => {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.STRING ? node.value : undefined;
};

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|[+-](\d\d):(\d\d))$/;
const MAX_OFFSET_HOURS = 14;

/** A real date and time of the years 1 to 9999: Date itself takes 30 February for 2 March, and 24:00 for the next day. */
const readInstant = (value: unknown): Date | undefined => {
  const parts = typeof value === 'string' ? INSTANT.exec(value) : null;
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHours = 0, offsetMinutes = 0] =
    parts.slice(1).map((part) => Number(part ?? 0));
  const isTime =
    hour <= 23 && minute <= 59 && second <= 59 && offsetHours <= MAX_OFFSET_HOURS && offsetMinutes <= 59;
  if (!isTime || day < 1 || day > daysOf(year, month)) return undefined;
  const at = new Date(parts[0]);
  const ofYear = at.getUTCFullYear();
  return ofYear >= 1 && ofYear <= 9999 ? at : undefined;
};

/** The number of days of a month in the Gregorian calendar; 0 for what is no month. */
const daysOf = (year: number, month: number): number => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};
const writeInstant = (value: unknown): string => new Date(value as Date | string | number).toISOString();

const MAX_URL = 2048;
const readUrl = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > MAX_URL || !URL.canParse(value)) return undefined;
  return ['http:', 'https:'].includes(new URL(value).protocol) ? value : undefined;
};

const readSafeInt = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? (value as number) : undefined;
const readCurrency = (value: unknown): string | undefined =>
  typeof value === 'string' && isKnownCurrency(value) ? value : undefined;

const readCountry = (value: unknown): string | undefined =>
  typeof value === 'string' ? readCountryCode(value) : undefined;

const readText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The scalars that all subgraphs share. */
export const scalars = {
  DateTime: scalar(
    'DateTime',
    readInstant,
    'an instant in ISO 8601 with its offset, like 2026-11-22T10:15:30.000Z.',
    writeInstant,
  ),
  URL: scalar('URL', readUrl, `an absolute http(s) URL of at most ${MAX_URL} characters.`),
  SafeInt: scalar('SafeInt', readSafeInt, 'an integer within ±(2^53 - 1).'),
  CurrencyCode: scalar('CurrencyCode', readCurrency, 'an ISO 4217 code in upper case, like EUR.', readText),
  CountryCode: scalar(
    'CountryCode',
    readCountry,
    'a country by its ISO 3166-1 code, like DE, or by its name.',
    readText,
  ),
  Upload: uploadScalar,
};
