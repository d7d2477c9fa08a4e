import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import { aPlacedOrder } from '../../../tests/support/anOrder.ts';
import type { Fulfillment, Order } from '../order/order.ts';
import { deliver, quantityToShip, ship } from './fulfillment.ts';

const by = { actor: 'STAFF' } as const;
const aParcel = () => ({
  id: newId('ful'),
  carrier: 'DHL',
  trackingNumber: 'T1',
  trackingUrl: null,
  shippedAt: new Date(),
});
const send = (order: Order, quantities: readonly number[]) =>
  ship(
    order,
    order.lines.flatMap(({ id }, index) =>
      (quantities[index] ?? 0) > 0 ? [{ orderLineId: id, quantity: quantities[index] ?? 0 }] : [],
    ),
    aParcel(),
    by,
  );
const codes = (outcome: ReturnType<typeof send>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code }) => code);

test('in any order of shipments and refunds, no item ships twice or after its refund', () => {
  const step = fc.record({ line: fc.nat(2), quantity: fc.integer({ min: 1, max: 4 }), refund: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      let order = aPlacedOrder({
        lines: [{ price: 1, quantity: 4 }, { price: 2, quantity: 2 }, { price: 3 }],
      });
      for (const { line: at, quantity, refund } of steps) {
        const line = order.lines[at];
        if (!line) continue;
        const sent = refund
          ? null
          : send(
              order,
              order.lines.map((_, index) => (index === at ? quantity : 0)),
            );
        const more = (name: 'fulfilledQuantity' | 'refundedQuantity', by: number) => ({
          ...order,
          lines: order.lines.map((each) =>
            each.id === line.id ? { ...each, [name]: each[name] + by } : each,
          ),
        });
        if (refund)
          order = more('refundedQuantity', Math.min(quantity, line.quantity - line.refundedQuantity));
        if (sent?.ok) {
          expect(quantity).toBeLessThanOrEqual(quantityToShip(line));
          order = { ...more('fulfilledQuantity', quantity), ...sent.value.change.set };
          expect(order.fulfillmentStatus === 'FULFILLED').toBe(
            order.lines.every((each) => quantityToShip(each) === 0),
          );
        }
      }
      for (const each of order.lines) expect(each.fulfilledQuantity).toBeLessThanOrEqual(each.quantity);
    }),
  );
});

test('only a placed order that is not refunded ships', () => {
  for (const status of ['PENDING', 'CANCELLED', 'COMPLETED'] as const)
    expect(codes(send(aPlacedOrder({}, { status }), [1]))).toEqual(['ORDER_STATE']);
  expect(codes(send(aPlacedOrder({}, { paymentStatus: 'REFUNDED' }), [1]))).toEqual(['ORDER_STATE']);
  expect(codes(send(aPlacedOrder(), []))).toEqual(['INVALID']);
  expect(codes(ship(aPlacedOrder(), [{ orderLineId: newId('oline'), quantity: 1 }], aParcel(), by))).toEqual([
    'NOT_FOUND',
  ]);
});

test('the last delivered parcel completes the order, and each parcel is delivered once', () => {
  const order = aPlacedOrder({}, { fulfillmentStatus: 'FULFILLED' });
  const parcel = (deliveredAt: Date | null): Fulfillment => ({
    ...aParcel(),
    orderId: order.id,
    lines: [],
    deliveredAt,
  });
  const [here, there] = [parcel(null), parcel(new Date())];
  const setOf = (parcels: readonly Fulfillment[], id = here.id) => {
    const delivered = deliver(order, parcels, id, new Date(), by);
    return delivered.ok && (delivered.value?.change.set ?? null);
  };
  expect(setOf([here, there])).toEqual({ fulfillmentStatus: 'DELIVERED', status: 'COMPLETED' });
  expect(setOf([here, parcel(null)])).toEqual({});
  expect(setOf([here, there], there.id)).toBeNull();
  expect(setOf([there])).toBe(false);
});
