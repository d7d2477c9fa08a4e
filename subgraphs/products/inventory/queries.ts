import { z } from 'zod';
import type { VariantId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Ports } from '../ports.ts';
import type { Movement, MovementPlace } from './ports.ts';

const LIST = 'stockMovements';
const place: z.ZodType<MovementPlace> = z.tuple([z.number(), z.string()]);

/** The ledger of a variant, newest first. */
export const stockMovements =
  ({ stock }: Pick<Ports, 'stock'>) =>
  async (
    variantId: VariantId,
    args: { first?: number | null | undefined; after?: string | null | undefined },
  ) => {
    const page = readPage(LIST, place, args);
    await stock.drain([variantId]);
    const movements = await stock.movements(variantId, page);
    return connection(
      movements,
      ({ at, id }: Movement) => encodeCursor(LIST, [at.getTime(), id]),
      page.after !== null,
    );
  };
