import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADDRESS, checkoutInput, newCart, newVariant } from './buying.ts';
import { bearer, must, signedInAs, until } from './client.ts';
import type { Graph } from './graph.ts';

export const PASSWORD = 'correct-horse-battery';

/** A customer with an account, using the router. */
export type Customer = Readonly<{
  id: string;
  email: string;
  refreshToken: string;
  headers: Record<string, string>;
}>;
type Headers = Record<string, string>;

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted } }';
const VERIFY = `mutation ($input: EmailVerifyInput!) { emailVerify(input: $input) {
  user { id } tokens { accessToken refreshToken } userErrors { code } } }`;
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id } payment { id } userErrors { code message } } }`;
const CONFIRM = `mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { id } userErrors { code message } } }`;
const STATUS = 'query ($id: ID!) { order(id: $id) { status invoiceUrl } }';
const REVIEW = `mutation ($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id } userErrors { code } } }`;
const PRODUCT_OF = 'query ($id: ID!) { productVariant(id: $id) { product { id } } }';

/** The email files of a recipient. */
const mailsTo = ({ dataDir }: Graph, to: string): string[] => {
  const folder = join(dataDir, 'mail');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];
  return names
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((mail) => mail.includes(`To: ${to}`));
};
export const mailedTo = (
  graph: Graph,
  to: string,
  pattern: RegExp,
  known: ReadonlySet<string> = new Set(),
): Promise<string> =>
  until(`a mail to ${to} with ${pattern}`, async () =>
    mailsTo(graph, to)
      .map((mail) => pattern.exec(mail)?.[1])
      .find((found) => found && !known.has(found)),
  );

const CODE = /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m;

/** Signs up and verifies the address; `known` are codes of earlier mails to it. */
export const signUp = async (
  graph: Graph,
  email: string,
  givenName: string,
  familyName: string,
): Promise<Customer> => {
  const known = new Set(mailsTo(graph, email).flatMap((mail) => CODE.exec(mail)?.[1] ?? []));
  await must(graph.url, SIGN_UP, { input: { email, password: PASSWORD, givenName, familyName } });
  const code = await mailedTo(graph, email, CODE, known);
  type Verified = {
    emailVerify: { user: { id: string }; tokens: { accessToken: string; refreshToken: string } };
  };
  const { user, tokens } = (await must<Verified>(graph.url, VERIFY, { input: { email, code } })).emailVerify;
  return { id: user.id, email, refreshToken: tokens.refreshToken, headers: bearer(tokens.accessToken) };
};

export const aThing = async (graph: Graph): Promise<Readonly<{ variantId: string; productId: string }>> => {
  const staff = await signedInAs(graph.url, 'staff@example.com');
  const variantId = await newVariant(graph.url, staff, 50);
  const { productVariant } = await must<{ productVariant: { product: { id: string } } }>(
    graph.url,
    PRODUCT_OF,
    { id: variantId },
    staff,
  );
  return { variantId, productId: productVariant.product.id };
};

/** Buys one item, pays with a saved card and waits for the invoice. Returns the order's ID. */
export const buy = async (
  { url }: Graph,
  { headers, email }: Customer,
  variantId: string,
  name: string,
): Promise<string> => {
  const address = { ...ADDRESS, name };
  const input = {
    ...(await checkoutInput(url, await newCart(url, variantId))),
    email,
    shippingAddress: address,
  };
  type Bought = {
    checkout: { order: { id: string } | null; payment: { id: string } | null; userErrors: object[] };
  };
  const { checkout } = await must<Bought>(url, CHECKOUT, { input }, headers);
  const id = checkout.order?.id;
  if (!id) throw new Error(JSON.stringify(checkout.userErrors));
  const paying = {
    paymentId: checkout.payment?.id,
    paymentMethodId: 'pm_card_visa',
    savePaymentMethod: true,
    idempotencyKey: randomUUID(),
  };
  await must(url, CONFIRM, { input: paying }, headers);
  type Status = { order: { status: string; invoiceUrl: string | null } };
  await until('the order and its invoice', async () => {
    const { order } = await must<Status>(url, STATUS, { id }, headers);
    return order.status === 'PLACED' && order.invoiceUrl;
  });
  return id;
};

export const review = async (
  { url }: Graph,
  headers: Headers,
  productId: string,
  rating: number,
  body: string,
): Promise<void> => {
  type Reviewed = { reviewCreate: { review: { id: string } | null; userErrors: object[] } };
  const { reviewCreate } = await must<Reviewed>(
    url,
    REVIEW,
    { input: { productId, rating, title: 'Mine', body } },
    headers,
  );
  if (!reviewCreate.review) throw new Error(JSON.stringify(reviewCreate.userErrors));
};
