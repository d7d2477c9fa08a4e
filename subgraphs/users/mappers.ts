import type { Picture } from '../../kernel/picture.ts';
import type { Address } from './addresses/address.ts';
import type { Session } from './sessions/session.ts';
import type { User } from './user.ts';

export type ImageMapper = Picture & Readonly<{ alt: string | null }>;
export type UserMapper = User;
export type AddressMapper = Address;
export type SessionMapper = Session;
