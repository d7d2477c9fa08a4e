import { isId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Payment } from '../payment.ts';
import type { Ports } from '../ports.ts';
import { customerOf } from './customer.ts';
import { readMethodId } from './method.ts';

type Wanted = Readonly<{ paymentMethodId: string; savePaymentMethod?: boolean | null | undefined }>;
type Method = Readonly<{ method: string; customer: string | null; saves: boolean }>;

/** What to pay with: a card of the buyer's own, or one that the provider's form just gave. Only the owner's payment may keep one. */
export const methodFor =
  (ports: Ports) =>
  async (viewer: Viewer, payment: Payment, wanted: Wanted): Promise<Outcome<Method>> => {
    const { paymentMethodId: given, savePaymentMethod } = wanted;
    const paymentMethodId = readMethodId(given);
    const userId = ownerOf(viewer);
    const owner = payment.ownerId === userId ? userId : null;
    if (isId('pm', paymentMethodId)) {
      const saved = owner && (await ports.methods.find(owner, paymentMethodId));
      if (!saved) return refuse('NOT_FOUND', 'There is no such payment method.', ['paymentMethodId']);
      return done({
        method: saved.providerId,
        customer: await customerOf(ports)(saved.userId),
        saves: false,
      });
    }
    if (!savePaymentMethod || !owner) return done({ method: paymentMethodId, customer: null, saves: false });
    return done({ method: paymentMethodId, customer: await customerOf(ports)(owner), saves: true });
  };
