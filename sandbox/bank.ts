import { paymentIntentAuthenticate } from './api/paymentIntentAuthenticate.ts';
import type { Store } from './journal/store.journal.ts';
import type { Unit } from './journal/unit.ts';
import type { Intent } from './objects/intent.ts';
import { returnAddress } from './objects/paymentIntent.ts';
import { challengePage, donePage } from './pages/challenge.ts';
import type { Shown } from './pages/send.http.ts';

type Visit = Readonly<{ method: string; path: string; outcome: string | null }>;

/** The cardholder's bank: its page for a payment that waits for the buyer, and the buyer's answer. */
export const bankPage = (store: Store, unit: Unit, { method, path, outcome }: Visit): Shown => {
  const [, , id = '', challenge = ''] = path.split('/');
  const intent = unit.find('payment_intent', id);
  if (!intent || !(isOpen(intent, challenge) || isAnswered(intent, challenge))) return gone;
  if (method === 'POST' && outcome !== 'succeed' && outcome !== 'fail') return unclear;
  if (method === 'POST' && (outcome === 'succeed' || outcome === 'fail')) {
    const after = paymentIntentAuthenticate(unit, id, challenge, outcome);
    store.commit(unit.changes());
    return afterwards(after);
  }
  if (isAnswered(intent, challenge)) return done(intent);
  return {
    status: 200,
    page: challengePage(intent, intent.method ? unit.find('payment_method', intent.method) : null),
  };
};

const isOpen = ({ state }: Intent, challenge: string): boolean =>
  state.is === 'requires_action' && state.challenge === challenge;
const isAnswered = ({ answered }: Intent, challenge: string): boolean => answered?.challenge === challenge;

const afterwards = (intent: Intent): Shown => {
  const location = returnAddress(intent, intent.answered?.outcome === 'succeed');
  return location ? { status: 303, location } : done(intent);
};

const done = ({ answered }: Intent): Shown => ({
  status: 200,
  page:
    answered?.outcome === 'succeed'
      ? donePage('Thank you', 'Your bank has confirmed the payment. You can return to the shop.')
      : donePage('Payment refused', 'Your bank has told the shop. Nothing was charged.'),
});

const gone: Shown = {
  status: 404,
  page: donePage('Nothing to confirm', 'This payment is not waiting for you, or no longer is.'),
};
const unclear: Shown = {
  status: 400,
  page: donePage('No answer', 'The form needs the field outcome: succeed or fail.'),
};
