import type { Picture } from '../../kernel/picture.ts';
import type { User } from './accounts/user.ts';
import type { Address } from './profile/address.ts';
import type { Session } from './sessions/session.ts';

export type ImageMapper = Picture & Readonly<{ alt: string | null }>;
export type UserMapper = User;
export type AddressMapper = Address;
export type SessionMapper = Session;
