import type { Redis } from 'ioredis';
import { failpoint } from '../../../kernel/failpoint.ts';
import { type CartId, newSecretId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { type Cart, emptyCart, expiresAt, isOpen, RETENTION_MS } from './cart.ts';
import { close, type OrderedItems, removeOrdered } from './close.ts';
import type { Decide, Ports } from './ports.ts';

const MAX_ATTEMPTS = 50;
const UNCHANGED_TTL_MS = 24 * 60 * 60 * 1000;

export const cartKey = (id: string): string => `cart:{${id}}`;
/** Holds the ID of the customer's open cart. */
export const customerKey = (customer: UserId): string => `cart-of:{${customer}}`;
/** Holds the IDs of the customer's earlier carts. */
export const pastCartsKey = (customer: UserId): string => `carts-before:{${customer}}`;

const notFound = () => refuse('NOT_FOUND', 'This cart does not exist.', ['cartId']);

/** Carts in Redis: one hash per cart, changed by compare-and-set on its version. A key per customer holds the open cart's ID. */
export const redisCarts = (redis: Redis, currency: string, now: () => number = Date.now): Ports['carts'] => {
  const add = async (owner: UserId | null): Promise<Cart> => {
    const cart = emptyCart(newSecretId('cart'), owner, currency, now());
    await saveIfVersion(redis, cartKey(cart.id), null, cart, now() + UNCHANGED_TTL_MS);
    return cart;
  };
  const save = (id: CartId, decide: Decide): Promise<Outcome<Cart>> =>
    updateUntilSaved(redis, id, now, decide);
  return {
    find: async (viewerId, ids) =>
      (await loadCarts(redis, ids)).map((cart) => (cart && mayAccess(viewerId, cart) ? cart : null)),
    create: () => add(null),
    ofCustomer: (customer) => openCart(redis, customer, now, () => add(customer)),
    update: async (viewerId, id, expectedVersion, decide) => {
      await failpoint('carts.change.before');
      const outcome = await save(id, (cart) => decideForViewer(viewerId, cart, expectedVersion, decide));
      await failpoint('carts.change.after');
      return outcome;
    },
    updateGuestCart: (customer, id, decide) => save(id, (cart) => decideForGuestCart(customer, cart, decide)),
    close: async (id, items) => {
      const target = await mergedInto(redis, id);
      if (target) await save(target, (cart) => removeMerged(cart, id, items));
      return save(id, (cart) => close(cart, items));
    },
  };
};

/** Carts in the order of the IDs, null if there is none. */
export const loadCarts = async (redis: Redis, ids: readonly string[]): Promise<(Cart | null)[]> => {
  const found = await Promise.all(ids.map((id) => redis.hget(cartKey(id), 'cart')));
  return found.map((text) => (text ? (JSON.parse(text) as Cart) : null));
};
const loadCart = async (redis: Redis, id: CartId): Promise<Cart | null> =>
  (await loadCarts(redis, [id]))[0] ?? null;

/** The customer's open cart, if this guest cart was claimed while its order waited for payment. */
const mergedInto = async (redis: Redis, id: CartId): Promise<CartId | null> => {
  const customer = (await loadCart(redis, id))?.claimedBy;
  return customer ? ((await redis.get(customerKey(customer))) as CartId | null) : null;
};

const removeMerged = (cart: Cart, guestCartId: CartId, items: OrderedItems): Outcome<Cart> =>
  done(isOpen(cart) && cart.merged.includes(guestCartId) ? removeOrdered(cart, items) : cart);

/** Decides again on the current cart whenever another change was saved first. Every failed attempt means that another one succeeded. */
const updateUntilSaved = async (
  redis: Redis,
  id: CartId,
  now: () => number,
  decide: Decide,
): Promise<Outcome<Cart>> => {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const cart = await loadCart(redis, id);
    const outcome = cart ? decide(cart) : notFound();
    if (!cart || !outcome.ok || outcome.value === cart) return outcome;
    const next = { ...outcome.value, version: cart.version + 1, updatedAt: now() };
    const expiresAtMs = expiresAt(next)?.getTime() ?? null;
    if (await saveIfVersion(redis, cartKey(id), cart.version, next, expiresAtMs)) return done(next);
  }
  return refuse('CART_CONFLICT', 'Too many changes to this cart at the same time. Try again.');
};

/** The customer's open cart. If there is none, the first process that sets the customer's key creates it. */
const openCart = async (
  redis: Redis,
  customer: UserId,
  now: () => number,
  add: () => Promise<Cart>,
): Promise<Cart> => {
  for (;;) {
    const current = (await redis.get(customerKey(customer))) as CartId | null;
    const cart = current && (await loadCart(redis, current));
    if (cart && isOpen(cart)) return cart;
    if (current) await recordPastCart(redis, customer, current, now());
    const created = await add();
    if (await setIfEqual(redis, customerKey(customer), current, created.id)) return created;
    await redis.del(cartKey(created.id));
  }
};

/** Records an earlier cart of the customer for as long as that cart may exist. */
const recordPastCart = async (redis: Redis, customer: UserId, id: CartId, now: number): Promise<void> => {
  const key = pastCartsKey(customer);
  await redis
    .multi()
    .zadd(key, now, id)
    .zremrangebyscore(key, '-inf', now - RETENTION_MS)
    .pexpire(key, RETENTION_MS)
    .exec();
};

/** Anyone who knows its ID may access a guest cart until it is claimed. Only the customer may access a customer's cart. */
const mayAccess = (viewerId: UserId | null, cart: Cart): boolean =>
  cart.owner === null ? cart.claimedBy === null : cart.owner === viewerId;

const decideForViewer = (
  viewerId: UserId | null,
  cart: Cart,
  expectedVersion: number | null,
  decide: Decide,
): Outcome<Cart> => {
  if (!mayAccess(viewerId, cart)) return notFound();
  if (cart.closedBy !== null)
    return refuse('CART_CLOSED', 'This cart was bought. Create a new one.', ['cartId']);
  if (expectedVersion !== null && cart.version !== expectedVersion)
    return refuse('CART_CONFLICT', 'The cart has changed. Load it again.', ['expectedVersion']);
  return decide(cart);
};

const decideForGuestCart = (customer: UserId, cart: Cart, decide: Decide): Outcome<Cart> => {
  if (cart.owner !== null || (cart.claimedBy !== null && cart.claimedBy !== customer)) return notFound();
  if (cart.closedBy !== null) return refuse('CART_CLOSED', 'This cart was bought.', ['cartId']);
  return decide(cart);
};

/** Saves if the version is still the one that was loaded ('' for a new cart), and sets or removes the expiry, in one step. */
const SAVE_IF_VERSION = `
if (redis.call('HGET', KEYS[1], 'version') or '') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'cart', ARGV[3])
if ARGV[4] == '' then redis.call('PERSIST', KEYS[1]) else redis.call('PEXPIREAT', KEYS[1], ARGV[4]) end
return 1`;

/** Sets a key if its value is still the expected one ('' for none). */
const SET_IF_EQUAL = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

const saveIfVersion = async (
  redis: Redis,
  key: string,
  version: number | null,
  next: Cart,
  expiresAtMs: number | null,
): Promise<boolean> => {
  const values = [version ?? '', next.version, JSON.stringify(next), expiresAtMs ?? ''];
  return (await redis.eval(SAVE_IF_VERSION, 1, key, ...values)) === 1;
};

const setIfEqual = async (redis: Redis, key: string, from: string | null, to: string): Promise<boolean> =>
  (await redis.eval(SET_IF_EQUAL, 1, key, from ?? '', to)) === 1;
