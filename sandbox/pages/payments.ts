import type { Delivery, World } from '../journal/world.ts';
import { balanceOf } from '../objects/balance.ts';
import type { Intent } from '../objects/intent.ts';
import type { Settings } from '../webhooks/settings.ts';
import { type Html, html, money, page } from './html.ts';
import { LIST_STYLE } from './style.ts';

const SHOWN = 100;

/** What the sandbox holds, for people. */
export const paymentsPage = (world: World, webhooks: Settings, switches: number): string =>
  page(
    'Stripe sandbox',
    LIST_STYLE,
    html`<header><h1>Stripe sandbox</h1><p>Stands in for Stripe in development and tests. Nothing here is real money.</p></header>
<main>
<div class="tiles">${tiles(world, webhooks, switches)}</div>
<section><h2>Payments</h2>${payments(world)}</section>
<section><h2>Events</h2>${events(world)}</section>
</main>`,
  );

const tiles = (world: World, webhooks: Settings, switches: number): Html[] => [
  ...balanceOf([...world.balance_transaction.values()]).available.map(({ amount, currency }) =>
    tile('Balance', money(amount, currency)),
  ),
  tile('Payments', String(world.payment_intent.size)),
  tile('Refunds', String(world.refund.size)),
  tile('Disputes', String(world.dispute.size)),
  tile(
    'Webhooks waiting',
    String([...world.delivery.values()].filter(({ status }) => status === 'pending').length),
    sending(webhooks),
  ),
  tile('Switches on', String(switches)),
];

const tile = (name: string, value: string, more = ''): Html =>
  html`<div class="tile"><span class="soft">${name}</span><b>${value}</b><span class="soft">${more}</span></div>`;

const sending = ({ paused, url }: Settings): string =>
  paused ? 'paused' : url ? 'sending' : 'no address to send to';

const newest = <T>(rows: ReadonlyMap<string, T>): T[] => [...rows.values()].slice(-SHOWN).reverse();

const payments = (world: World): Html =>
  world.payment_intent.size === 0
    ? html`<p class="none">No payments yet. The first checkout makes one.</p>`
    : html`<div class="scroll"><table>
<thead><tr><th>Payment</th><th class="amount">Amount</th><th>State</th><th>Card</th><th class="amount">Given back</th><th>Description</th><th>Created (UTC)</th></tr></thead>
<tbody>${newest(world.payment_intent).map((intent) => payment(world, intent))}</tbody></table></div>`;

const payment = (world: World, intent: Intent): Html => {
  const charge = intent.charge ? world.charge.get(intent.charge) : undefined;
  const card = charge?.payment_method_details?.card;
  return html`<tr><td><code>${intent.id}</code></td><td class="amount">${money(intent.amount, intent.currency)}</td>
<td>${state(charge?.disputed ? 'disputed' : intent.state.is)} ${asked(intent)}</td><td>${card ? `${card.brand} •••• ${card.last4}` : ''}</td>
<td class="amount">${charge?.amount_refunded ? money(charge.amount_refunded, intent.currency) : ''}</td>
<td class="words">${intent.description ?? ''}</td><td class="soft">${time(intent.created)}</td></tr>`;
};

const asked = ({ id, state: { is, ...rest } }: Intent): Html | null =>
  is === 'requires_action' && 'challenge' in rest
    ? html`<a href="/3d-secure/${id}/${String(rest.challenge)}">bank's page</a>`
    : null;

const TONES: ReadonlyMap<string, string> = new Map([
  ['succeeded', 'good'],
  ['delivered', 'good'],
  ['requires_capture', 'held'],
  ['requires_action', 'open'],
  ['pending', 'open'],
  ['disputed', 'bad'],
  ['abandoned', 'bad'],
]);

const state = (name: string): Html =>
  html`<span class="state ${TONES.get(name) ?? ''}">${name.replaceAll('_', ' ')}</span>`;

const events = (world: World): Html =>
  world.event.size === 0
    ? html`<p class="none">No events yet.</p>`
    : html`<div class="scroll"><table>
<thead><tr><th>Event</th><th>Type</th><th>About</th><th>Webhook</th><th>Last answer</th><th>Created (UTC)</th></tr></thead>
<tbody>${newest(world.event).map(
        ({
          id,
          type,
          data,
          created,
        }) => html`<tr><td><code>${id}</code></td><td>${type}</td><td><code>${String(Reflect.get(data.object, 'id') ?? '')}</code></td>
<td>${sent(world.delivery.get(id))}</td><td>${world.delivery.get(id)?.lastAnswer ?? ''}</td><td class="soft">${time(created)}</td></tr>`,
      )}</tbody></table></div>`;

const sent = (delivery: Delivery | undefined): Html =>
  delivery ? html`${state(delivery.status)} ×${delivery.attempts}` : html`<span class="soft">not sent</span>`;

const time = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
