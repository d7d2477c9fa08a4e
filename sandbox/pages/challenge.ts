import type { Intent } from '../objects/intent.ts';
import type { Method } from '../objects/method.ts';
import { html, money, page } from './html.ts';
import { BANK_STYLE } from './style.ts';

const bank = html`<div class="bank"><span aria-hidden="true">N</span>Northgate Bank<small>Secure payment</small></div>`;
const note = html`<p class="note">This bank is a stand-in for tests. No money moves here.</p>`;

/** The bank asks its customer whether the payment is theirs. */
export const challengePage = (intent: Intent, method: Method | null): string =>
  page(
    'Confirm your payment',
    BANK_STYLE,
    html`<main>${bank}<div class="body">
<div><h1>Is this payment yours?</h1><p class="soft">A shop asks to charge your card.</p></div>
<dl>
<div><dt>Amount</dt><dd>${money(intent.amount, intent.currency)}</dd></div>
<div><dt>Card</dt><dd>${cardName(method)}</dd></div>
<div><dt>For</dt><dd>${intent.description ?? intent.descriptor ?? 'Online purchase'}</dd></div>
<div><dt>Date</dt><dd>${new Date(intent.created * 1000).toISOString().slice(0, 10)}</dd></div>
</dl>
<form method="post">
<button name="outcome" value="succeed">Confirm payment</button>
<button name="outcome" value="fail" class="quiet">Refuse, this is not mine</button>
</form>
${note}
</div></main>`,
  );

/** After the answer, where the shop gave no address to return to; and for a page that is no longer of use. */
export const donePage = (title: string, text: string): string =>
  page(
    title,
    BANK_STYLE,
    html`<main>${bank}<div class="body"><div><h1>${title}</h1><p class="soft">${text}</p></div>${note}</div></main>`,
  );

const cardName = (method: Method | null): string => {
  const card = method?.shown.card;
  return card ? `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} •••• ${card.last4}` : 'Card';
};
