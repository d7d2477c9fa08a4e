import type { Change, World } from './world.ts';

const HOUR_MS = 3_600_000;
const REPLIES_MS = 24 * HOUR_MS;
const EVENTS_MS = 30 * 24 * HOUR_MS;

/** What Stripe no longer knows: idempotency keys after a day, events after thirty unless they are still to be sent. */
export const forgotten = (world: World, now: number): Change[] => [
  ...[...world.reply.values()]
    .filter(({ at }) => now - at > REPLIES_MS)
    .map(({ id }) => ({ table: 'reply' as const, id, row: null })),
  ...[...world.event.values()]
    .filter(
      ({ id, created }) => now - created * 1000 > EVENTS_MS && world.delivery.get(id)?.status !== 'pending',
    )
    .flatMap(({ id }) => [
      { table: 'event' as const, id, row: null },
      { table: 'delivery' as const, id, row: null },
    ]),
];
