import { badInput } from '../../../kernel/errors.ts';
import { isId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Payment } from '../payment.ts';
import type { Ports } from '../ports.ts';
import { customerOf } from './customer.ts';

type Wanted = Readonly<{ paymentMethodId: string; savePaymentMethod?: boolean | null | undefined }>;
type Method = Readonly<{ method: string; customer: string | null; saves: boolean }>;

const PROVIDERS_ID = /^pm_\w{1,250}$/;

/** What to pay with: a card of the buyer's own, or one that the provider's form just gave. Only the owner's payment may keep one. */
export const methodFor =
  (ports: Ports) =>
  async (viewer: Viewer, payment: Payment, { paymentMethodId, savePaymentMethod }: Wanted): Promise<Outcome<Method>> => {
    if (!PROVIDERS_ID.test(paymentMethodId)) throw badInput('paymentMethodId is no id of a payment method.');
    const userId = ownerOf(viewer);
    const owner = payment.ownerId === userId ? userId : null;
    if (isId('pm', paymentMethodId)) {
      const saved = owner && (await ports.methods.find(owner, paymentMethodId));
      if (!saved) return refuse('NOT_FOUND', 'There is no such payment method.', ['paymentMethodId']);
      return done({ method: saved.providerId, customer: await customerOf(ports)(saved.userId), saves: false });
    }
    if (!savePaymentMethod || !owner) return done({ method: paymentMethodId, customer: null, saves: false });
    return done({ method: paymentMethodId, customer: await customerOf(ports)(owner), saves: true });
  };
