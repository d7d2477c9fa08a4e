import type { History } from './history.ts';
import type { OrderRow, PaymentRow, Snapshot } from './snapshot.ts';

/** Something that must never be so. `kind` is what a test that plants it looks for. */
export type Violation = Readonly<{ kind: string; subject: string; detail: string }>;
type Check = (snapshot: Snapshot, history: History, initialStock: number) => Violation[];

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
const violation = (kind: string, subject: string, detail: string): Violation => ({ kind, subject, detail });
const groupBy = <T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const each of all) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  return groups;
};
const duplicates = (all: readonly string[]): string[] =>
  [...groupBy(all, (each) => each)].flatMap(([key, group]) => (group.length > 1 ? [key] : []));

/** Nothing waits any more: all came to an end after the faults. */
const settled: Check = ({ orders, stock, openCalls, jobs, payments }) => [
  ...orders
    .filter(({ status }) => status === 'PENDING')
    .map(({ id }) => violation('NOT_SETTLED', id, 'the order is still PENDING')),
  ...stock
    .filter(({ reserved, holds }) => reserved !== 0 || holds !== 0)
    .map(({ id, reserved }) => violation('RESERVATION_LEFT', id, `${reserved} reserved`)),
  ...payments
    .filter(({ status }) => status === 'UNKNOWN' || status === 'AUTHORIZED')
    .map(({ id, status }) => violation('NOT_SETTLED', id, `the payment is ${status}`)),
  ...(openCalls > 0 ? [violation('NOT_SETTLED', 'provider calls', `${openCalls} are not answered`)] : []),
  ...jobs
    .filter(({ isOpen }) => isOpen)
    .map(({ database, task, error }) =>
      violation('NOT_SETTLED', `${database} ${task}`, `a job waits: ${error ?? 'not run yet'}`),
    ),
];

const deadJobs: Check = ({ jobs }) =>
  jobs
    .filter(({ isDead }) => isDead)
    .map(({ database, task, error }) => violation('JOB_DEAD', `${database} ${task}`, error ?? 'no error'));

/** Levels are never negative, and they are what the movements add up to; movements are what clients and orders did, each once. */
const stock: Check = ({ stock: rows, movements, orders, lines }, { adjustments }, initialStock) => {
  const placed = new Set(orders.filter(({ placedAt }) => placedAt !== null).map(({ id }) => id));
  return rows.flatMap(({ id, onHand, reserved, available }) => {
    const own = movements.filter(({ variantId }) => variantId === id);
    const of = (kind: string) =>
      sum(own.filter((each) => each.kind === kind).map(({ onHandDelta }) => onHandDelta));
    const adjusted = sum(
      [...adjustments.values()].filter(({ variantId }) => variantId === id).map(({ delta }) => delta),
    );
    const sold = sum(
      lines
        .filter(({ variantId, orderId }) => variantId === id && placed.has(orderId))
        .map(({ quantity }) => quantity),
    );
    const total = sum(own.map(({ onHandDelta }) => onHandDelta));
    return [
      ...(onHand < 0 || reserved < 0 || available !== onHand - reserved
        ? [violation('STOCK_LEVEL', id, `${onHand} on hand, ${reserved} reserved, ${available} available`)]
        : []),
      ...(total === onHand
        ? []
        : [violation('STOCK_MOVEMENTS', id, `${onHand} on hand, ${total} by its movements`)]),
      ...(of('SET') === initialStock
        ? []
        : [violation('STOCK_OPENING', id, `opened with ${of('SET')} instead of ${initialStock}`)]),
      ...(of('ADJUST') === adjusted
        ? []
        : [violation('STOCK_ADJUSTED', id, `${of('ADJUST')} adjusted, ${adjusted} acknowledged`)]),
      ...(-of('COMMIT') === sold
        ? []
        : [violation('STOCK_SOLD', id, `${-of('COMMIT')} taken, ${sold} in placed orders`)]),
      ...(of('RETURN') <= sold
        ? []
        : [violation('STOCK_RETURNED', id, `${of('RETURN')} returned of ${sold} sold`)]),
    ];
  });
};

/** Each acknowledged checkout is one order, as it was acknowledged, and a cart becomes one order. */
const orderOnce: Check = ({ orders }, { checkouts }) => {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const acknowledged = groupBy(checkouts, ({ key }) => key);
  const live = orders.filter(({ status, cartReleased }) => status !== 'CANCELLED' && !cartReleased);
  return [
    ...[...acknowledged].flatMap(([key, all]) => {
      const ids = new Set(all.map(({ orderId }) => orderId));
      return ids.size > 1
        ? [violation('ORDER_DOUBLED', key, `acknowledged as ${[...ids].join(' and ')}`)]
        : [];
    }),
    ...checkouts.flatMap(({ key, orderId, cartId, totalMinor }) => {
      const order = byId.get(orderId);
      if (!order) return [violation('ORDER_LOST', orderId, `acknowledged for ${key}, and not there`)];
      return order.cartId === cartId && order.total === totalMinor
        ? []
        : [violation('ORDER_CHANGED', orderId, `acknowledged with ${totalMinor}, now ${order.total}`)];
    }),
    ...[...groupBy(checkouts, ({ orderId }) => orderId)].flatMap(([id, all]) =>
      new Set(all.map(({ key }) => key)).size > 1
        ? [violation('ORDER_SHARED', id, 'answers two checkouts')]
        : [],
    ),
    ...duplicates(live.map(({ cartId }) => cartId)).map((id) =>
      violation('CART_TWICE', id, 'became two orders'),
    ),
    ...duplicates(orders.map(({ number }) => number)).map((number) =>
      violation('NUMBER_TWICE', number, 'is the number of two orders'),
    ),
  ];
};

const totals: Check = ({ orders, lines }) =>
  orders.flatMap(({ id, subtotal, discount, shipping, tax, taxIncluded, total }) => {
    const own = lines.filter(({ orderId }) => orderId === id);
    const right = subtotal - discount + shipping + (taxIncluded ? 0 : tax);
    return [
      ...(total === right && total >= 0
        ? []
        : [violation('ORDER_TOTAL', id, `${total}, but its parts make ${right}`)]),
      ...(sum(own.map((line) => line.subtotal)) === subtotal
        ? []
        : [violation('ORDER_SUBTOTAL', id, `${subtotal}, but its lines make another sum`)]),
      ...(own.length > 0 && own.every(({ quantity }) => quantity > 0)
        ? []
        : [violation('ORDER_LINES', id, 'has no line, or an empty one')]),
    ];
  });

/** The same money in orders, in payments, in the ledger and at the provider. */
const money: Check = ({ orders, refunds, payments, intents, providerRefunds, ledger }) => {
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const paymentOf = new Map(payments.map((payment) => [payment.id, payment]));
  const returned = (intentId: string | null): number =>
    sum(
      providerRefunds
        .filter((each) => each.intentId === intentId && each.status === 'succeeded')
        .map(({ amount }) => amount),
    );
  return [
    ...intents.flatMap((intent) => {
      const payment = paymentOf.get(intent.paymentId ?? '');
      if (intent.status === 'requires_capture')
        return [violation('AUTHORIZATION_LEFT', intent.id, 'money is held for nothing')];
      if (intent.received === 0) return [];
      if (payment?.providerId !== intent.id)
        return intent.received === returned(intent.id)
          ? []
          : [violation('CHARGE_ORPHAN', intent.id, 'charged, and no payment knows it')];
      return [
        ...(payment.captured === intent.received
          ? []
          : [
              violation(
                'CAPTURED_DIFFERS',
                payment.id,
                `${payment.captured} here, ${intent.received} at the provider`,
              ),
            ]),
        ...(payment.refunded === returned(intent.id)
          ? []
          : [
              violation(
                'REFUNDED_DIFFERS',
                payment.id,
                `${payment.refunded} here, ${returned(intent.id)} at the provider`,
              ),
            ]),
      ];
    }),
    ...payments.flatMap((payment) => [
      ...(payment.refunded <= payment.captured && payment.captured <= payment.amount
        ? []
        : [
            violation(
              'REFUND_EXCEEDS',
              payment.id,
              `${payment.refunded} of ${payment.captured} of ${payment.amount}`,
            ),
          ]),
      ...(payment.captured === 0 ||
      intents.some(({ id, received }) => id === payment.providerId && received > 0)
        ? []
        : [
            violation(
              'CHARGE_MISSING',
              payment.id,
              `${payment.captured} captured, and nothing at the provider`,
            ),
          ]),
      ...chargeOf(payment, orderOf.get(payment.orderId)),
    ]),
    ...orders
      .filter(({ status, total }) => (status === 'PLACED' || status === 'COMPLETED') && total > 0)
      .flatMap((order) => {
        const payment = paymentOf.get(order.paymentId ?? '');
        const back = sum(
          refunds
            .filter(({ orderId, status }) => orderId === order.id && status === 'SUCCEEDED')
            .map(({ amount }) => amount),
        );
        return [
          ...(payment?.captured === order.total
            ? []
            : [
                violation('ORDER_UNPAID', order.id, `${order.total} due, ${payment?.captured ?? 0} captured`),
              ]),
          ...(order.refunded === back && order.refunded === (payment?.refunded ?? 0)
            ? []
            : [
                violation(
                  'ORDER_REFUNDED',
                  order.id,
                  `${order.refunded} on the order, ${back} in its refunds, ${payment?.refunded ?? 0} of its payment`,
                ),
              ]),
        ];
      }),
    ...[...groupBy(ledger, ({ transactionId, currency }) => `${transactionId} ${currency}`)].flatMap(
      ([key, entries]) => {
        const balance = sum(entries.map(({ debit, credit }) => debit - credit));
        return balance === 0 ? [] : [violation('LEDGER_UNBALANCED', key, `${balance} left over`)];
      },
    ),
  ];
};

/** Money is kept for placed orders alone. */
const chargeOf = ({ id, captured, refunded }: PaymentRow, order: OrderRow | undefined): Violation[] => {
  if (captured === 0) return [];
  if (!order) return [violation('CHARGE_WITHOUT_ORDER', id, `${captured} captured`)];
  const isKept = order.status === 'PLACED' || order.status === 'COMPLETED';
  return isKept || refunded === captured
    ? []
    : [
        violation(
          'CHARGE_OF_CANCELLED',
          id,
          `${captured - refunded} kept for an order that is ${order.status}`,
        ),
      ];
};

const promotions: Check = ({ promotions: all, redemptions, orders }) => {
  const cancelled = new Set(orders.filter(({ status }) => status === 'CANCELLED').map(({ id }) => id));
  return all.flatMap(({ id, code, limit, limitPerCustomer, redeemed }) => {
    const own = redemptions.filter(({ promotionId, givenBack }) => promotionId === id && !givenBack);
    const perOwner = groupBy(
      own.filter(({ ownerId }) => ownerId !== null),
      ({ ownerId }) => ownerId ?? '',
    );
    const name = code ?? id;
    return [
      ...(redeemed === own.length
        ? []
        : [violation('PROMOTION_COUNT', name, `${redeemed} counted, ${own.length} redeemed`)]),
      ...(limit === null || own.length <= limit
        ? []
        : [violation('PROMOTION_LIMIT', name, `${own.length} of ${limit}`)]),
      ...[...perOwner].flatMap(([owner, theirs]) =>
        limitPerCustomer !== null && theirs.length > limitPerCustomer
          ? [violation('PROMOTION_PER_CUSTOMER', name, `${theirs.length} by ${owner}`)]
          : [],
      ),
      ...own
        .filter(({ orderId }) => cancelled.has(orderId))
        .map(({ orderId }) => violation('PROMOTION_OF_CANCELLED', orderId, name)),
    ];
  });
};

/** An acknowledged cart is there, and no older than it was acknowledged. */
const carts: Check = ({ carts: rows }, { carts: known }) => {
  const byId = new Map(rows.map((cart) => [cart.id, cart]));
  return [...known.values()].flatMap(({ state }) => {
    const cart = byId.get(state.id);
    if (!cart) return [violation('CART_LOST', state.id, `acknowledged in version ${state.version}`)];
    if (cart.version < state.version)
      return [violation('CART_OLDER', state.id, `version ${cart.version}, acknowledged ${state.version}`)];
    const isSame = JSON.stringify(cart.lines) === JSON.stringify(state.lines);
    return cart.version > state.version || isSame
      ? []
      : [violation('CART_DIFFERS', state.id, 'other lines in the acknowledged version')];
  });
};

const invoices: Check = ({ invoices: all, orders }) => {
  const byOrder = new Set(all.map(({ orderId }) => orderId));
  return [
    ...[...groupBy(all, ({ series }) => series)].flatMap(([series, rows]) => {
      const numbers = rows.map(({ number }) => number).sort((a, b) => a - b);
      return numbers.every((number, at) => number === at + 1)
        ? []
        : [violation('INVOICE_GAP', series, numbers.join(', '))];
    }),
    ...orders
      .filter(({ id, placedAt }) => placedAt !== null && !byOrder.has(id))
      .map(({ id }) => violation('INVOICE_MISSING', id, 'the order was placed')),
  ];
};

const names: Check = ({ givenNames }, { names: known }) =>
  [...known].flatMap(([email, name]) =>
    name === null || givenNames.get(email) === name
      ? []
      : [violation('PROFILE_LOST', email, `acknowledged as ${name}, now ${givenNames.get(email)}`)],
  );

const secrets: Check = ({ logs }, { secrets: used }) =>
  [...logs].flatMap(([file, text]) =>
    [...used]
      .filter(([secret]) => text.includes(secret))
      .map(([, kind]) => violation('SECRET_IN_LOG', file, kind)),
  );

const CHECKS: readonly Check[] = [
  settled,
  deadJobs,
  stock,
  orderOnce,
  totals,
  money,
  promotions,
  carts,
  invoices,
  names,
  secrets,
];

/** Proves the invariants from what the datastores and the provider hold. Shares no code with the product. */
export const violationsOf: Check = (snapshot, history, initialStock) =>
  CHECKS.flatMap((check) => check(snapshot, history, initialStock));
