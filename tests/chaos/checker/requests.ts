import type { History, Request, RequestKind, Write } from './history.ts';
import type { Snapshot } from './snapshot.ts';
import { byId, type Check, groupBy, unless, type Violation, violation } from './violation.ts';

/** What a request left in the store: the key that names it, what it is about, and how much. */
type Trace = Readonly<{ key: string; about: string; amount: number | null }>;

/** Refunds that the shop makes by itself when it cancels an order. */
const OF_CANCELLATION = 'cancel:';

const traces = (
  snapshot: Snapshot,
  accounts: ReadonlySet<string>,
): Readonly<Record<RequestKind, Trace[]>> => {
  const emails = emailsOf(snapshot, accounts);
  return {
    refund: snapshot.refunds
      .filter(({ id, orderId }) => id !== `${OF_CANCELLATION}${orderId}`)
      .map(({ reason, orderId, amount }) => ({ key: reason, about: orderId, amount })),
    note: snapshot.notes.map(({ body, orderId }) => ({ key: body, about: orderId, amount: null })),
    fulfillment: snapshot.fulfillments.map(({ trackingNumber, orderId }) => ({
      key: trackingNumber ?? '',
      about: orderId,
      amount: null,
    })),
    address: snapshot.addresses
      .filter(({ userId }) => emails.has(userId))
      .map(({ line2, userId }) => ({ key: line2 ?? '', about: emails.get(userId) ?? '', amount: null })),
  };
};

/** The accounts of the run; the shop has others for its demo. */
const emailsOf = ({ users }: Snapshot, accounts: ReadonlySet<string>): ReadonlyMap<string, string> =>
  new Map(users.filter(({ email }) => accounts.has(email)).map(({ id, email }) => [id, email]));

/** What was acknowledged is there once, what was refused is not, and nothing is there that nobody asked for. */
export const requests: Check = (snapshot, { requests: asked, accounts }) =>
  Object.entries(traces(snapshot, accounts)).flatMap(([kind, all]) => {
    const found = groupBy(all, ({ key }) => key);
    return [
      ...[...asked.values()]
        .filter((request) => request.kind === kind)
        .flatMap((request) => ofRequest(request, found.get(request.key) ?? [])),
      ...[...found.keys()]
        .filter((key) => asked.get(key)?.kind !== kind)
        .map((key) => violation('REQUEST_UNKNOWN', key, `a ${kind} that nobody asked for`)),
    ];
  });

const ofRequest = (
  { kind, key, about, amount, outcome, removal }: Request,
  found: readonly Trace[],
): Violation[] => {
  const mayBeGone = removal === 'acknowledged' || removal === 'failed';
  const mayBeThere = outcome !== 'refused' && removal !== 'acknowledged';
  const isSame = found.every((each) => each.about === about && (amount ?? each.amount) === each.amount);
  return [
    ...unless(
      outcome !== 'acknowledged' || mayBeGone || found.length > 0,
      'REQUEST_LOST',
      key,
      `the ${kind} of ${about} was acknowledged, and is not there`,
    ),
    ...unless(found.length <= 1, 'REQUEST_TWICE', key, `the ${kind} is there ${found.length} times`),
    ...unless(
      mayBeThere || found.length === 0,
      'REQUEST_UNKNOWN',
      key,
      `the ${kind} was ${outcome}, its removal ${removal}, and it is there`,
    ),
    ...unless(isSame, 'REQUEST_DIFFERS', key, `the ${kind} is not as asked for: ${about} ${amount}`),
  ];
};

/** An order whose cancellation was acknowledged is cancelled. */
export const cancellations: Check = ({ orders }, { cancellations: asked }) => {
  const orderOf = byId(orders);
  return asked
    .filter(({ outcome }) => outcome === 'acknowledged')
    .flatMap(({ orderId }) =>
      unless(
        orderOf.get(orderId)?.status === 'CANCELLED',
        'CANCEL_LOST',
        orderId,
        `its cancellation was acknowledged, and it is ${orderOf.get(orderId)?.status}`,
      ),
    );
};

/**
 * Whether a value may be the last that was written. Writes that overlap come in any order, whatever the order of their answers; one that
 * was refused is never made, and one without an answer may be made late.
 */
const mayBeLast = (writes: readonly Write[], value: string | null): boolean => {
  const made = writes.filter(({ outcome }) => outcome === 'acknowledged');
  if (value === null) return made.length === 0;
  return writes.some(
    (write) =>
      write.value === value &&
      write.outcome !== 'refused' &&
      made.every(({ startedAt }) => startedAt <= write.endedAt),
  );
};

/** Values that clients wrote are the last that they wrote. */
export const registers: Check = ({ users, reviews, titles, passwords }, { writes, accounts }: History) => {
  const userOf = new Map(users.map((user) => [user.email, user]));
  const reviewOf = new Map(reviews.map(({ userId, title }) => [userId, title]));
  return [
    ...[...accounts].flatMap((email) =>
      unless(userOf.has(email), 'ACCOUNT_LOST', email, 'is not there any more'),
    ),
    ...[...accounts].flatMap((email) => {
      const { id = '', givenName = null } = userOf.get(email) ?? {};
      const written = writes.get(`review ${email}`) ?? [];
      return [
        ...ofRegister('PROFILE_LOST', email, writes.get(`name ${email}`) ?? [], givenName),
        ...ofRegister('REVIEW_LOST', email, written, reviewOf.get(id) ?? null),
      ];
    }),
    ...[...passwords].flatMap(([email, password]) =>
      ofRegister('PASSWORD_LOST', email, writes.get(`password ${email}`) ?? [], password),
    ),
    ...[...titles].flatMap(([id, title]) => {
      const written = writes.get(`title ${id}`) ?? [];
      return ofRegister('PRODUCT_LOST', id, written, title);
    }),
    ...[...writes.keys()]
      .filter((register) => register.startsWith('title ') && !titles.has(register.slice('title '.length)))
      .map((register) => violation('PRODUCT_LOST', register, 'is not there any more')),
  ];
};
const ofRegister = (
  kind: 'PROFILE_LOST' | 'REVIEW_LOST' | 'PRODUCT_LOST' | 'PASSWORD_LOST',
  subject: string,
  writes: readonly Write[],
  value: string | null,
): Violation[] =>
  unless(mayBeLast(writes, value), kind, subject, `is ${value}, which is not the last that was written`);

/** An account has the cards that were kept for it, and no others. */
export const cards: Check = (snapshot, { cards: kept, accounts }) => {
  const emails = emailsOf(snapshot, accounts);
  const own = snapshot.cards.filter(({ userId }) => emails.has(userId));
  const found = groupBy(own, ({ userId }) => emails.get(userId) ?? '');
  const asked = groupBy([...kept.values()], ({ email }) => email);
  return [...accounts].flatMap((email) => {
    const count = found.get(email)?.length ?? 0;
    const outcomes = (asked.get(email) ?? []).map(({ outcome }) => outcome);
    const least = outcomes.filter((outcome) => outcome === 'acknowledged').length;
    const most = outcomes.filter((outcome) => outcome !== 'refused').length;
    return [
      ...unless(count >= least, 'CARD_LOST', email, `${count} cards, ${least} acknowledged`),
      ...unless(count <= most, 'CARD_UNKNOWN', email, `${count} cards, asked to keep ${most}`),
    ];
  });
};

/** No log has a secret that was used. */
export const secrets: Check = ({ logs }, { secrets: used }) =>
  [...logs].flatMap(([file, text]) =>
    [...used]
      .filter(([secret]) => text.includes(secret))
      .map(([, kind]) => violation('SECRET_IN_LOG', file, kind)),
  );
