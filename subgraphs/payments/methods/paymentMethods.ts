import type { PaymentMethodAttachInput } from '../../../generated/payments/types.ts';
import { type Id, readId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { customerOf } from './customer.ts';
import { readMethodId, type SavedMethod } from './method.ts';

const MAX_KEY = 255;

type Needs = Pick<Ports, 'methods' | 'provider'>;

/** The cards that a customer keeps: nobody else's business, not even the staff's. */
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
    const [customer, dropped] = [await customerOf(ports)(userId), await ports.methods.dropped(userId)];
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
    await methods.drop(method.id);
    return done(method.id);
  };
