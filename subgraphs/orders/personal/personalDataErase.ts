import { readId, type UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

type Needs = Pick<Ports, 'erasures' | 'clock'>;
const DAY_MS = 86_400_000;

/** Forgets a person in all orders that are over; those under way are noted, and forget the person when they are. */
export const personalDataErase =
  (ports: Needs) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    await ports.erasures.ask(userId);
    await eraseAll(ports, userId);
    return true;
  };

/** Goes on with those whose orders were under way. What was asked for lately stays noted: an order may be in the making. */
export const personalDataSweep = (ports: Needs) => async (): Promise<void> => {
  for (const userId of await ports.erasures.open()) await eraseAll(ports, userId);
  await ports.erasures.close(new Date(ports.clock().getTime() - DAY_MS));
};

const eraseAll = async ({ erasures, clock }: Needs, userId: UserId): Promise<void> => {
  while ((await erasures.eraseOrders(userId, clock())) > 0);
};
