import type { Redis } from 'ioredis';
import { failpoint } from '../../kernel/failpoint.ts';
import { type CartId, newSecretId, type UserId } from '../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../kernel/outcome.ts';
import { type Cart, close, emptyCart, isOpen, type Ordered, takeOut } from './cart.ts';
import { expiresAt } from './expiry.ts';
import { notePast } from './personal/store.redis.ts';
import type { Ports } from './ports.ts';
import { cartKey, customerKey } from './store.keys.ts';
import { compareAndPoint, compareAndSave } from './store.scripts.ts';

type Carts = Ports['carts'];
type Decide = (cart: Cart) => Outcome<Cart>;

const MAX_ATTEMPTS = 50;
const UNTOUCHED_MS = 24 * 60 * 60 * 1000;

const noSuchCart = () => refuse('NOT_FOUND', 'There is no such cart.', ['cartId']);

/** Carts in Redis: one hash a cart, changed by compare and set on its version; a customer's open cart is found by a pointer. */
export const redisCarts = (redis: Redis, currency: string, now: () => number = Date.now): Carts => {
  const add = async (owner: UserId | null): Promise<Cart> => {
    const cart = emptyCart(newSecretId('cart'), owner, currency, now());
    await compareAndSave(redis, cartKey(cart.id), null, cart, now() + UNTOUCHED_MS);
    return cart;
  };
  const decided = (id: CartId, decide: Decide): Promise<Outcome<Cart>> =>
    decideUntilSaved(redis, id, now, decide);
  return {
    find: async (asker, ids) =>
      (await load(redis, ids)).map((cart) => (cart && mayTouch(asker, cart) ? cart : null)),
    create: () => add(null),
    ofCustomer: (customer) => openCart(redis, customer, now, () => add(customer)),
    change: async (asker, id, expectedVersion, decide) => {
      await failpoint('carts.change.before');
      const outcome = await decided(id, (cart) => decideAs(asker, cart, expectedVersion, decide));
      await failpoint('carts.change.after');
      return outcome;
    },
    changeGuests: (customer, id, decide) => decided(id, (cart) => decideOnGuests(customer, cart, decide)),
    close: async (id, ordered) => {
      await takeOutOfMerged(redis, decided, id, ordered);
      return decided(id, (cart) => close(cart, ordered));
    },
  };
};

type Decided = (id: CartId, decide: Decide) => Promise<Outcome<Cart>>;

/** A guest's cart that a customer took over while its order waited: its items are in the customer's open cart now. */
const takeOutOfMerged = async (
  redis: Redis,
  decided: Decided,
  id: CartId,
  ordered: Ordered,
): Promise<void> => {
  const customer = (await one(redis, id))?.claimedBy;
  const own = customer && ((await redis.get(customerKey(customer))) as CartId | null);
  if (!own) return;
  await decided(own, (cart) =>
    done(isOpen(cart) && cart.merged.includes(id) ? takeOut(cart, ordered) : cart),
  );
};

const load = async (redis: Redis, ids: readonly CartId[]): Promise<(Cart | null)[]> => {
  const found = await Promise.all(ids.map((id) => redis.hget(cartKey(id), 'cart')));
  return found.map((text) => (text ? (JSON.parse(text) as Cart) : null));
};
const one = async (redis: Redis, id: CartId): Promise<Cart | null> => (await load(redis, [id]))[0] ?? null;

/** Decides again on the fresh cart as often as another change comes first; each attempt that loses lets another one win. */
const decideUntilSaved = async (
  redis: Redis,
  id: CartId,
  now: () => number,
  decide: Decide,
): Promise<Outcome<Cart>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const cart = await one(redis, id);
    const outcome = cart ? decide(cart) : noSuchCart();
    if (!cart || !outcome.ok || outcome.value === cart) return outcome;
    const next = { ...outcome.value, version: cart.version + 1, updatedAt: now() };
    if (await compareAndSave(redis, cartKey(id), cart.version, next, expiresAt(next)?.getTime() ?? null))
      return done(next);
  }
  return refuse('CART_CONFLICT', 'The cart is being changed by many at once; try again.');
};

/** The cart that the customer's pointer leads to; where it leads to none that is open, whoever moves it first has made the next one. */
const openCart = async (
  redis: Redis,
  customer: UserId,
  now: () => number,
  add: () => Promise<Cart>,
): Promise<Cart> => {
  for (;;) {
    const known = (await redis.get(customerKey(customer))) as CartId | null;
    const open = known && (await one(redis, known));
    if (open && isOpen(open)) return open;
    if (known) await notePast(redis, customer, known, now());
    const fresh = await add();
    if (await compareAndPoint(redis, customerKey(customer), known, fresh.id)) return fresh;
    await redis.del(cartKey(fresh.id));
  }
};

/** A guest's cart is anybody's who knows its id until it is claimed; a customer's is the customer's. */
const mayTouch = (asker: UserId | null, cart: Cart): boolean =>
  cart.owner === null ? cart.claimedBy === null : cart.owner === asker;

const decideAs = (
  asker: UserId | null,
  cart: Cart,
  expectedVersion: number | null,
  decide: Decide,
): Outcome<Cart> => {
  if (!mayTouch(asker, cart)) return noSuchCart();
  if (cart.closedBy !== null)
    return refuse('CART_CLOSED', 'This cart was bought; begin a new one.', ['cartId']);
  if (expectedVersion !== null && cart.version !== expectedVersion) {
    return refuse('CART_CONFLICT', 'The cart has changed in the meantime; look at it again.', [
      'expectedVersion',
    ]);
  }
  return decide(cart);
};

const decideOnGuests = (customer: UserId, cart: Cart, decide: Decide): Outcome<Cart> => {
  if (cart.owner !== null || (cart.claimedBy !== null && cart.claimedBy !== customer)) return noSuchCart();
  if (cart.closedBy !== null) return refuse('CART_CLOSED', 'This cart was bought.', ['cartId']);
  return decide(cart);
};
