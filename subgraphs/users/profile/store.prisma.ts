import type { Prisma, Address as Row } from '../../../generated/users/db/client.ts';
import { storedCountry } from '../../../kernel/countries.ts';
import type { UserId } from '../../../kernel/ids.ts';
import { type Address, type AddressId, type Defaults, MAX_ADDRESSES } from './address.ts';
import type { Addresses } from './ports.ts';

const WITH_DEFAULTS = {
  defaultShippingOf: { select: { id: true } },
  defaultBillingOf: { select: { id: true } },
} as const satisfies Prisma.AddressInclude;

export const prismaAddresses = (db: Prisma.TransactionClient): Addresses => {
  const find = async (userId: UserId, id: AddressId): Promise<Address | null> => {
    const row = await db.address.findFirst({ where: { id, userId }, include: WITH_DEFAULTS });
    return row && toAddress(row);
  };
  const setDefaults = async (
    userId: UserId,
    id: AddressId,
    { shipping, billing }: Defaults,
  ): Promise<void> => {
    const owned = { id: userId, addresses: { some: { id } } };
    if (shipping) await db.user.updateMany({ where: owned, data: { defaultShippingAddressId: id } });
    if (billing) await db.user.updateMany({ where: owned, data: { defaultBillingAddressId: id } });
    if (shipping === false)
      await db.user.updateMany({
        where: { id: userId, defaultShippingAddressId: id },
        data: { defaultShippingAddressId: null },
      });
    if (billing === false)
      await db.user.updateMany({
        where: { id: userId, defaultBillingAddressId: id },
        data: { defaultBillingAddressId: null },
      });
  };

  return {
    create: async (userId, id, address, defaults) => {
      const there = await db.address.count({ where: { userId } });
      if (there >= MAX_ADDRESSES) return false;
      await db.address.create({ data: { id, userId, ...address } });
      await setDefaults(userId, id, there === 0 ? { shipping: true, billing: true } : defaults);
      return true;
    },
    update: async (userId, id, address) => {
      const { count } = await db.address.updateMany({ where: { id, userId }, data: address });
      return count === 1 ? find(userId, id) : null;
    },
    delete: async (userId, id) => (await db.address.deleteMany({ where: { id, userId } })).count === 1,
    setDefault: async (userId, id, defaults) => {
      await setDefaults(userId, id, defaults);
      return find(userId, id);
    },
    listByUsers: async (userIds) => {
      const where = { userId: { in: [...userIds] } };
      return (
        await db.address.findMany({
          where,
          include: WITH_DEFAULTS,
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        })
      ).map(toAddress);
    },
  };
};

type RowWithDefaults = Row & {
  defaultShippingOf: { id: string } | null;
  defaultBillingOf: { id: string } | null;
};

const toAddress = ({
  defaultShippingOf,
  defaultBillingOf,
  createdAt: _,
  ...row
}: RowWithDefaults): Address => ({
  ...row,
  country: storedCountry(row.country),
  id: row.id as AddressId,
  userId: row.userId as UserId,
  isDefaultShipping: defaultShippingOf !== null,
  isDefaultBilling: defaultBillingOf !== null,
});
