import type { PaymentMethodAttachInput } from '../../../generated/payments/types.ts';
import { type Id, isId, readId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { readMethodId, type SavedMethod } from './method.ts';

type RequestedMethod = Readonly<{ paymentMethodId: string; savePaymentMethod?: boolean | null | undefined }>;
type Method = Readonly<{ method: string; customer: string | null; saves: boolean }>;

/** What to pay with: a card of the buyer's own, or one that the provider's form just gave. Only the owner's payment may keep one. */
export const resolveMethod =
  (ports: Ports) =>
  async (viewer: Viewer, payment: Payment, requested: RequestedMethod): Promise<Outcome<Method>> => {
    const { paymentMethodId: given, savePaymentMethod } = requested;
    const paymentMethodId = readMethodId(given);
    const userId = ownerOf(viewer);
    const owner = payment.ownerId === userId ? userId : null;
    if (isId('pm', paymentMethodId)) {
      const saved = owner && (await ports.methods.find(owner, paymentMethodId));
      if (!saved) return refuse('NOT_FOUND', 'There is no such payment method.', ['paymentMethodId']);
      return done({
        method: saved.providerId,
        customer: await ensureCustomer(ports)(saved.userId),
        saves: false,
      });
    }
    if (!savePaymentMethod || !owner) return done({ method: paymentMethodId, customer: null, saves: false });
    return done({ method: paymentMethodId, customer: await ensureCustomer(ports)(owner), saves: true });
  };

/** The customer's record at the provider, made when it is first of use. */
export const ensureCustomer =
  ({ methods, provider }: Pick<Ports, 'methods' | 'provider'>) =>
  async (userId: UserId): Promise<string> =>
    (await methods.customerOf(userId)) ?? methods.keepCustomer(userId, await provider.customer(userId));

const MAX_KEY = 255;

type Needs = Pick<Ports, 'methods' | 'provider'>;

/** A customer's saved cards. Only the customer can see them, not even staff. */
export const paymentMethods =
  ({ methods }: Needs) =>
  async (viewer: Viewer, userId: UserId): Promise<SavedMethod[]> =>
    ownerOf(viewer) === userId ? methods.ofUser(userId) : [];

const TOO_MANY = refuse('RATE_LIMITED', 'You have added too many cards within an hour. Try again later.', [
  'paymentMethodId',
]);

/** A card that was given up may be kept anew: until then the same card is the same question. */
export const paymentMethodAttach =
  (ports: Needs) =>
  async (viewer: Viewer, { paymentMethodId }: PaymentMethodAttachInput): Promise<Outcome<SavedMethod>> => {
    const { userId } = signedIn(viewer);
    const method = readMethodId(paymentMethodId);
    const [customer, dropped] = [
      await ensureCustomer(ports)(userId),
      await ports.methods.countDetached(userId),
    ];
    if (!(await ports.methods.countAttach(userId))) return TOO_MANY;
    const attached = await ports.provider.attach(
      `attach-${customer}-${dropped}-${method}`.slice(0, MAX_KEY),
      method,
      customer,
    );
    if (!attached.ok) return attached;
    return done(await ports.methods.keep(userId, attached.value.providerId, attached.value.card));
  };

/** Gone at the provider first: a card that is no longer shown can no longer be paid with. */
export const paymentMethodDetach =
  ({ methods, provider }: Needs) =>
  async (viewer: Viewer, id: string): Promise<Outcome<Id<'pm'>>> => {
    const method = await methods.find(signedIn(viewer).userId, readId('pm', id));
    if (!method) return refuse('NOT_FOUND', 'There is no such payment method.', ['id']);
    await provider.detach(method.providerId);
    await methods.detach(method.id);
    return done(method.id);
  };
