import { randomBytes } from 'node:crypto';
import { fromString, TypeID, typeid } from 'typeid-js';
import { badInput } from './errors.ts';

/** Every kind of thing that has an id; the prefix says which. */
export const ID_KINDS = [
  'user',
  'addr',
  'sess',
  'prod',
  'var',
  'cat',
  'rev',
  'mov',
  'file',
  'cart',
  'line',
  'ord',
  'oline',
  'evt',
  'ful',
  'note',
  'promo',
  'ship',
  'disc',
  'pay',
  'ref',
  'pm',
  'ledger',
  'txn',
  'key',
] as const;

export type IdKind = (typeof ID_KINDS)[number];

/** A TypeID: the kind, an underscore, 26 letters and digits. */
export type Id<Kind extends IdKind> = `${Kind}_${string}`;

export type UserId = Id<'user'>;
export type ProductId = Id<'prod'>;
export type VariantId = Id<'var'>;
export type CategoryId = Id<'cat'>;
export type CartId = Id<'cart'>;
export type LineId = Id<'line'>;
export type OrderId = Id<'ord'>;
export type PaymentId = Id<'pay'>;

/** A new id, sortable by the time it was made (74 random bits): for what is not a secret. */
export const newId = <Kind extends IdKind>(kind: Kind): Id<Kind> => typeid(kind).toString() as Id<Kind>;

/** The least id that could have been made at this time: those made earlier come before it, those made later after it. */
export const firstIdAt = <Kind extends IdKind>(kind: Kind, at: Date): Id<Kind> => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(at.getTime()) << 16n);
  return TypeID.fromUUIDBytes(kind, bytes).toString() as Id<Kind>;
};

/** A new ID of 128 random bits, for objects that everyone who knows the ID may use, like a guest's cart. */
export const newSecretId = <Kind extends IdKind>(kind: Kind): Id<Kind> =>
  TypeID.fromUUIDBytes(kind, new Uint8Array(randomBytes(16))).toString() as Id<Kind>;

/** 256 random bits as text, for tokens that are handed out once. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const isId = <Kind extends IdKind>(kind: Kind, value: unknown): value is Id<Kind> => {
  if (typeof value !== 'string' || value.length !== kind.length + 27 || !value.startsWith(`${kind}_`))
    return false;
  try {
    fromString(value, kind);
    return true;
  } catch {
    return false;
  }
};

/** The id, if it is one of this kind; `BAD_USER_INPUT` before any store is asked. */
export const readId = <Kind extends IdKind>(kind: Kind, value: string): Id<Kind> => {
  if (isId(kind, value)) return value;
  throw badInput(`This is no id of the kind ${kind}_….`);
};
