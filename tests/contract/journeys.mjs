#!/usr/bin/env node
// What the shop's frontends do, end to end, against a running graph with its demo shop.
//   node tests/contract/journeys.mjs [--url http://127.0.0.1:4000/graphql] [--data .data] [--only checkout] [--validate]
// Needs Node alone. --data is the folder that holds mail/*.eml. --validate checks the operations against api.graphql
// without a server (run it in the project's root). Prints one line a check, then 'N passed, N failed'.
// It makes its own products, customers and orders, so it can run again and again on the same shop.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync, crc32 as zcrc } from 'node:zlib';
import { join } from 'node:path';

const arg = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1]; };
const URL_ = arg('url', 'http://127.0.0.1:4000/graphql');
const DATA = arg('data', '.data');
const ONLY = arg('only');
const DEMO_PASSWORD = 'plexus-demo-password';

// ---------------------------------------------------------------- operations
const ops = {};
const gql = ([text]) => { const name = /(?:query|mutation)\s+(\w+)/.exec(text)[1]; ops[name] = text; return text; };
const MONEY = '{ amount currency formatted }';
const ERR = 'userErrors { code message field }';
const PAYMENT = 'id status amount { amount currency } clientSecret nextAction { redirectUrl } captured { amount } refunded { amount } attempts { outcome code } method { brand last4 }';
const ORDER = 'id number status paymentStatus fulfillmentStatus total { amount currency } subtotal { amount } discount { amount } shipping { amount } tax { amount } taxIncluded refunded { amount } lines { id sku quantity unitPrice { amount } subtotal { amount } discount { amount } tax { amount } total { amount } } timeline { kind } invoiceUrl';
const QUOTE = `currency subtotal { amount } discount { amount } shipping { amount } tax { amount } taxIncluded total ${MONEY} lines { cartLineId quantity subtotal { amount } discount { amount } tax { amount } total { amount } } promotions { code title discount { amount } } rejectedPromotions { code reason message } problems { code message }`;
const CART = 'id version currency itemCount subtotal { amount currency } promotionCodes lines { id quantity unitPrice { amount } total { amount } availableQuantity variant { id sku title product { id title slug } } } warnings { code message lineId }';

const Home = gql(['query Home { categories { id slug name children { slug name } } products(first: 5, sort: NEWEST) { totalCount nodes { id slug title priceRange { min { amount currency formatted } max { amount } } media { url(size: SMALL) alt } rating { average count } inStock } pageInfo { hasNextPage endCursor } } }']);
const Search = gql(['query Search($query: String, $filter: ProductFilter, $sort: ProductSort, $first: Int, $after: String) { products(query: $query, filter: $filter, sort: $sort, first: $first, after: $after) { totalCount nodes { id title brand } edges { cursor } facets { key label values { value label count selected } } pageInfo { hasNextPage endCursor } } }']);
const ProductPage = gql([`query ProductPage($slug: String!) { product(slug: $slug) { id slug title description brand tags status categories { slug name ancestors { slug } } options { name values } media { url width height } variants { id sku title price ${MONEY} compareAtPrice { amount } selectedOptions { name value } inStock availableQuantity } rating { average count distribution } reviews(first: 3) { totalCount nodes { authorName rating title body reply { body } } } related(first: 4) { id title } } }`]);
const Suggest = gql(['query Suggest($prefix: String!) { productSuggestions(prefix: $prefix) { text product { id slug } } }']);
const Variant = gql(['query Variant($id: ID!) { productVariant(id: $id) { id availableQuantity inStock price { amount } stock { onHand reserved available movements(first: 50) { nodes { kind onHandDelta reservedDelta orderId } } } } }']);
const VariantPublic = gql(['query VariantPublic($id: ID!) { productVariant(id: $id) { id availableQuantity inStock } }']);

const SignUp = gql([`mutation SignUp($input: SignUpInput!) { signUp(input: $input) { accepted ${ERR} } }`]);
const EmailVerify = gql([`mutation EmailVerify($input: EmailVerifyInput!) { emailVerify(input: $input) { tokens { accessToken refreshToken accessTokenExpiresAt } user { id emailVerified } ${ERR} } }`]);
const SignIn = gql([`mutation SignIn($input: SignInInput!) { signIn(input: $input) { tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt } user { id email role mfaEnabled } ${ERR} } }`]);
const Refresh = gql([`mutation Refresh($token: String!) { sessionRefresh(refreshToken: $token) { tokens { accessToken refreshToken } ${ERR} } }`]);
const ResetRequest = gql([`mutation ResetRequest($email: String!) { passwordResetRequest(email: $email) { accepted ${ERR} } }`]);
const Reset = gql([`mutation Reset($input: PasswordResetInput!) { passwordReset(input: $input) { accepted ${ERR} } }`]);
const SignOutEverywhere = gql([`mutation SignOutEverywhere { signOutEverywhere { accepted ${ERR} } }`]);
const Me = gql(['query Me { me { id email emailVerified givenName role avatar { url } addresses { id city isDefaultShipping } sessions { id current } cart { id itemCount } } }']);
const AddressCreate = gql([`mutation AddressCreate($input: AddressCreateInput!) { addressCreate(input: $input) { address { id city isDefaultShipping } ${ERR} } }`]);
const ProfileUpdate = gql([`mutation ProfileUpdate($input: ProfileUpdateInput!) { profileUpdate(input: $input) { user { givenName familyName } ${ERR} } }`]);
const MfaEnroll = gql([`mutation MfaEnroll($password: String!) { mfaEnroll(password: $password) { secret uri ${ERR} } }`]);
const MfaConfirm = gql([`mutation MfaConfirm($code: String!) { mfaConfirm(code: $code) { recoveryCodes user { mfaEnabled } ${ERR} } }`]);
const AvatarUpload = gql([`mutation AvatarUpload($file: Upload!) { avatarUpload(file: $file) { user { avatar { url(size: THUMBNAIL) width height } } ${ERR} } }`]);
const Users = gql(['query Users { users(first: 2) { totalCount nodes { id email } } }']);

const CategoryCreate = gql([`mutation CategoryCreate($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id slug } ${ERR} } }`]);
const ProductCreate = gql([`mutation ProductCreate($input: ProductCreateInput!) { productCreate(input: $input) { product { id slug status variants { id sku availableQuantity } } ${ERR} } }`]);
const PriceChange = gql([`mutation PriceChange($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { variant { id price { amount } lowestPrice30Days { amount } } ${ERR} } }`]);
const StockAdjust = gql([`mutation StockAdjust($input: StockAdjustInput!) { stockAdjust(input: $input) { variant { id stock { onHand available } } ${ERR} } }`]);
const StockSet = gql([`mutation StockSet($input: StockSetInput!) { stockSet(input: $input) { variant { id stock { onHand } } ${ERR} } }`]);
const MediaUpload = gql([`mutation MediaUpload($input: ProductMediaUploadInput!) { productMediaUpload(input: $input) { image { id url(size: SMALL) width height alt } ${ERR} } }`]);
const ReviewCreate = gql([`mutation ReviewCreate($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id rating authorName status } ${ERR} } }`]);
const ReviewReply = gql([`mutation ReviewReply($input: ReviewReplyInput!) { reviewReply(input: $input) { review { reply { body } } ${ERR} } }`]);

const CartCreate = gql([`mutation CartCreate($input: CartCreateInput!) { cartCreate(input: $input) { cart { ${CART} } ${ERR} } }`]);
const CartGet = gql([`query CartGet($id: ID!) { cart(id: $id) { ${CART} } }`]);
const CartAdd = gql([`mutation CartAdd($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { cart { ${CART} } ${ERR} } }`]);
const CartUpdate = gql([`mutation CartUpdate($input: CartLinesUpdateInput!) { cartLinesUpdate(input: $input) { cart { ${CART} } ${ERR} } }`]);
const CartCodes = gql([`mutation CartCodes($input: CartPromotionCodesSetInput!) { cartPromotionCodesSet(input: $input) { cart { id promotionCodes } ${ERR} } }`]);
const CartClaim = gql([`mutation CartClaim($cartId: ID!) { cartClaim(cartId: $cartId) { cart { ${CART} } ${ERR} } }`]);
const CartQuote = gql([`query CartQuote($id: ID!, $address: PostalAddressInput, $method: ID) { cart(id: $id) { id shippingMethods(shippingAddress: $address) { method { id name minDays maxDays } price { amount currency } } quote(shippingAddress: $address, shippingMethodId: $method) { ${QUOTE} } } }`]);

const Checkout = gql([`mutation Checkout($input: CheckoutInput!) { checkout(input: $input) { order { ${ORDER} } payment { ${PAYMENT} } orderToken quote { total { amount currency } } ${ERR} } }`]);
const Confirm = gql([`mutation Confirm($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { ${PAYMENT} } ${ERR} } }`]);
const OrderByToken = gql([`query OrderByToken($token: String!) { orderByToken(token: $token) { ${ORDER} } }`]);
const OrderGet = gql([`query OrderGet($id: ID!) { order(id: $id) { ${ORDER} payments { ${PAYMENT} refunds { amount { amount } status } } fulfillments { id trackingNumber deliveredAt } } }`]);
const MyOrders = gql(['query MyOrders { me { orders(first: 10) { totalCount nodes { id number status total { formatted } lines { productTitle variant { id product { slug } } } } } payments(first: 10) { totalCount nodes { id status amount { amount } order { id number } } } } }']);
const OrderCancel = gql([`mutation OrderCancel($input: OrderCancelInput!) { orderCancel(input: $input) { order { ${ORDER} } ${ERR} } }`]);
const OrderFulfill = gql([`mutation OrderFulfill($input: OrderFulfillInput!) { orderFulfill(input: $input) { order { id fulfillmentStatus fulfillments { id trackingNumber } } ${ERR} } }`]);
const OrderDelivered = gql([`mutation OrderDelivered($order: ID!, $fulfillment: ID!) { orderMarkDelivered(orderId: $order, fulfillmentId: $fulfillment) { order { id status fulfillmentStatus } ${ERR} } }`]);
const OrderRefund = gql([`mutation OrderRefund($input: OrderRefundInput!) { orderRefund(input: $input) { order { id paymentStatus refunded { amount } } ${ERR} } }`]);
const Orders = gql(['query Orders { orders(first: 5) { totalCount nodes { id number status } } }']);
const PromotionCreate = gql([`mutation PromotionCreate($input: PromotionCreateInput!) { promotionCreate(input: $input) { promotion { id code redeemed } ${ERR} } }`]);
const SalesReport = gql(['query SalesReport($from: DateTime!, $to: DateTime!) { salesReport(from: $from, to: $to, by: DAY, currency: "EUR") { currency rows { key orders units net { amount } } totals { orders units gross { amount } discounts { amount } shipping { amount } refunds { amount } net { amount } } } }']);
const Discrepancies = gql(['query Discrepancies { discrepancies { id kind orderId detail } }']);

if (process.argv.includes('--validate')) {
  const { buildSchema, parse, validate } = createRequire(`${process.cwd()}/`)('graphql');
  const schema = buildSchema(readFileSync(new URL('./api.graphql', import.meta.url), 'utf8'));
  const faults = Object.entries(ops).flatMap(([name, text]) => validate(schema, parse(text)).map((e) => `${name}: ${e.message}`));
  console.log(faults.join('\n') || `${Object.keys(ops).length} operations fit api.graphql`);
  process.exit(faults.length ? 1 : 0);
}

// ---------------------------------------------------------------- helpers
let passed = 0, failed = 0, journey = '';
const ok = (what, condition, detail) => {
  if (condition) { passed++; console.log(`ok      ${journey}: ${what}`); }
  else { failed++; console.log(`FAILED  ${journey}: ${what}${detail === undefined ? '' : ` -- ${JSON.stringify(detail).slice(0, 600)}`}`); }
  return Boolean(condition);
};
const send = async (query, variables = {}, token, headers = {}) => {
  const response = await fetch(URL_, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers }, body: JSON.stringify({ query, variables }), signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  try { return { http: response.status, ...JSON.parse(text) }; } catch { return { http: response.status, text }; }
};
/** Data of an operation that must not have GraphQL errors. */
const must = async (query, variables, token) => {
  const answer = await send(query, variables, token);
  if (answer.errors || !answer.data) throw new Error(`${/(?:query|mutation)\s+(\w+)/.exec(query)?.[1]}: ${JSON.stringify(answer).slice(0, 700)}`);
  return answer.data;
};
const codes = (payload) => (payload?.userErrors ?? []).map((e) => e.code);
const errorCode = (answer) => answer.errors?.[0]?.extensions?.code;
const until = async (what, f, ms = 20_000) => {
  const end = Date.now() + ms;
  for (;;) { const value = await f(); if (value) return value; if (Date.now() > end) throw new Error(`waited ${ms} ms for: ${what}`); await new Promise((r) => setTimeout(r, 150)); }
};
const decode = (eml) => {
  const base64 = eml.replace(/\r/g, '').split(/\n(?=Content-Transfer-Encoding: base64)/i).slice(1).map((part) => Buffer.from(part.split('\n\n')[1] ?? '', 'base64').toString()).join('\n');
  return eml.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))) + base64;
};
/** Newest mail to an address that matches, waited for. */
const mail = (to, pattern, since) => until(`mail to ${to} with ${pattern}`, () => {
  const folder = join(DATA, 'mail');
  const files = readdirSync(folder).filter((f) => f.endsWith('.eml')).map((f) => join(folder, f)).filter((f) => statSync(f).mtimeMs >= since - 1000).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const file of files) { const text = decode(readFileSync(file, 'utf8')); if (text.includes(to)) { const m = pattern.exec(text); if (m) return m; } }
  return null;
});
const b32 = (s) => { let bits = ''; for (const c of s.replace(/=+$/, '').toUpperCase()) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'); return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2))); };
const totp = (secret, at = Date.now()) => { const c = Buffer.alloc(8); c.writeBigUInt64BE(BigInt(Math.floor(at / 30_000))); const h = createHmac('sha1', b32(secret)).update(c).digest(); const o = h[19] & 15; return String((h.readUInt32BE(o) & 0x7fffffff) % 1e6).padStart(6, '0'); };
const crc = (buffer) => { if (zcrc) return zcrc(buffer); let c, r = 0xffffffff; for (const b of buffer) { c = (r ^ b) & 255; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1; r = (r >>> 8) ^ c; } return (r ^ 0xffffffff) >>> 0; };
const png = (width, height) => {
  const chunk = (type, data) => { const body = Buffer.concat([Buffer.from(type), data]); const out = Buffer.alloc(body.length + 8); out.writeUInt32BE(data.length); body.copy(out, 4); out.writeUInt32BE(crc(body) >>> 0, body.length + 4); return out; };
  const head = Buffer.alloc(13); head.writeUInt32BE(width); head.writeUInt32BE(height, 4); head[8] = 8; head[9] = 2;
  const raw = Buffer.alloc((width * 3 + 1) * height, 90);
  for (let y = 0; y < height; y++) raw[y * (width * 3 + 1)] = 0;
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
};
const upload = async (query, variables, path, file, name, type, token) => {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables }));
  form.append('map', JSON.stringify({ 0: [path] }));
  form.append('0', new Blob([file], { type }), name);
  const response = await fetch(URL_, { method: 'POST', headers: { 'apollo-require-preflight': 'true', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: form, signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  try { return { http: response.status, ...JSON.parse(text) }; } catch { return { http: response.status, text }; }
};

// ---------------------------------------------------------------- the shop of these journeys
const run = randomUUID().slice(0, 8);
const eur = (amount) => ({ amount, currency: 'EUR' });
const address = { name: 'Ada Example', line1: '1 Main Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
const signIn = async (email, password = DEMO_PASSWORD, mfaCode) => (await must(SignIn, { input: { email, password, mfaCode } })).signIn;
let staff;
const newProduct = async (title, price, onHand, extra = {}) => {
  const { productCreate } = await must(ProductCreate, { input: { title: `${title} ${run}`, status: 'ACTIVE', variants: [{ sku: `${title}-${run}-${randomUUID().slice(0, 6)}`.toUpperCase().replaceAll(' ', '-'), price: eur(price), selectedOptions: [{ name: 'Size', value: 'One' }], onHand }], ...extra } }, staff);
  if (!productCreate.product) throw new Error(`productCreate: ${JSON.stringify(productCreate.userErrors)}`);
  return { ...productCreate.product, variantId: productCreate.product.variants[0].id };
};
const newCustomer = async () => {
  const email = `buyer.${randomUUID().slice(0, 8)}@example.com`, password = `pass-${randomUUID()}`, since = Date.now();
  await must(SignUp, { input: { email, password, givenName: 'Ada', familyName: 'Example' } });
  const [, code] = await mail(email, /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m, since);
  const { emailVerify } = await must(EmailVerify, { input: { email, code } });
  return { email, password, token: emailVerify.tokens.accessToken, refresh: emailVerify.tokens.refreshToken, id: emailVerify.user.id };
};
const cartOf = async (lines, token) => {
  const { cartCreate } = await must(CartCreate, { input: { lines: lines.map(([variantId, quantity]) => ({ variantId, quantity })) } }, token);
  if (!cartCreate.cart) throw new Error(`cartCreate: ${JSON.stringify(cartCreate.userErrors)}`);
  return cartCreate.cart;
};
const ready = async (cartId, token) => {
  const first = (await must(CartQuote, { id: cartId, address }, token)).cart;
  const method = first.shippingMethods[0].method.id;
  const { quote } = (await must(CartQuote, { id: cartId, address, method }, token)).cart;
  return { method, quote, input: (over = {}) => ({ cartId, email: `guest.${run}@example.com`, shippingAddress: address, shippingMethodId: method, expectedTotal: { amount: quote.total.amount, currency: quote.currency }, idempotencyKey: randomUUID(), ...over }) };
};
const buy = async (cartId, token, over) => (await must(Checkout, { input: (await ready(cartId, token)).input(over) }, token)).checkout;
const pay = async (payment, paymentMethodId = 'pm_card_visa', token) => (await must(Confirm, { input: { paymentId: payment.id, clientSecret: payment.clientSecret, paymentMethodId, idempotencyKey: randomUUID() } }, token)).paymentConfirm;
const placed = (read) => until('the order to be PLACED and PAID', async () => { const o = await read(); return o?.status === 'PLACED' && o.paymentStatus === 'PAID' ? o : null; });
const byToken = (token) => async () => (await must(OrderByToken, { token })).orderByToken;
const stockOf = async (id) => (await must(Variant, { id }, staff)).productVariant.stock;
const addsUp = (o) => o.lines.reduce((s, l) => s + l.total.amount, 0) + o.shipping.amount === o.total.amount && o.subtotal.amount - o.discount.amount + o.shipping.amount + (o.taxIncluded ? 0 : o.tax.amount) === o.total.amount;

// ---------------------------------------------------------------- journeys
const journeys = {
  async contract() {
    const { getIntrospectionQuery, buildClientSchema, buildSchema, findBreakingChanges } = createRequire(`${process.cwd()}/`)('graphql');
    const { data } = await send(getIntrospectionQuery());
    const missing = findBreakingChanges(buildSchema(readFileSync(new URL('./api.graphql', import.meta.url), 'utf8')), buildClientSchema(data));
    ok('the graph keeps api.graphql', missing.length === 0, missing.slice(0, 8).map((m) => m.description));
  },
  async browse() {
    const home = await must(Home);
    ok('there are categories and products', home.categories.length > 1 && home.products.totalCount >= 20, home.products.totalCount);
    ok('products have pictures and prices', home.products.nodes.every((p) => p.media.length && p.priceRange.min.amount > 0 && /\d/.test(p.priceRange.min.formatted)), home.products.nodes[0]);
    const picture = await fetch(home.products.nodes[0].media[0].url);
    ok('a picture can be fetched', picture.status === 200 && /^image\//.test(picture.headers.get('content-type')), picture.status);
    const seen = []; let after = null;
    do { const { products } = await must(Search, { first: 7, after, sort: 'TITLE' }); seen.push(...products.nodes.map((n) => n.id)); after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null; } while (after && seen.length < 5000);
    const total = (await must(Search, { first: 1 })).products.totalCount;
    ok('walking all pages gives each product once', new Set(seen).size === seen.length && seen.length === total, { seen: seen.length, total });
    const page = (await must(ProductPage, { slug: home.products.nodes[0].slug })).product;
    ok('a product page has variants with prices', page.variants.length > 0 && page.variants.every((v) => v.price.amount > 0), page);
    const word = page.title.split(' ').find((w) => /^[a-z]{4,}$/i.test(w)) ?? page.title;
    ok('search finds it by a word of its title, any case', (await must(Search, { query: word.toUpperCase(), first: 100 })).products.nodes.some((n) => n.id === page.id), word);
    ok('suggestions complete a prefix', (await must(Suggest, { prefix: word.slice(0, 3).toLowerCase() })).productSuggestions.length > 0, word.slice(0, 3));
    const { products } = await must(Search, { first: 1 });
    const facet = products.facets.find((f) => f.key === 'category') ?? { values: [] };
    ok('there are category facets', facet.values.length > 0, products.facets.map((f) => f.key));
    for (const value of facet.values.slice(0, 3)) ok(`facet ${value.value} counts right`, (await must(Search, { filter: { categories: [value.value] }, first: 1 })).products.totalCount === value.count, value);
    ok('a pattern in a query is only text', (await send(Search, { query: '.*(a+)+$ {"$gt":""}', first: 1 })).data?.products !== undefined);
    ok('first: 0 and 101 are refused', errorCode(await send(Search, { first: 0 })) === 'BAD_USER_INPUT' && errorCode(await send(Search, { first: 101 })) === 'BAD_USER_INPUT');
    ok('a foreign cursor is refused', errorCode(await send(Search, { first: 1, after: 'nonsense' })) === 'BAD_USER_INPUT');
    ok('an unknown product is null', (await must(ProductPage, { slug: `no-such-${run}` })).product === null);
  },
  async search() {
    const accent = await newProduct(`Crème Brûlée Torch Zq${run}`, 2500, 5, { brand: `Brand${run}`, tags: [`tag-${run}`] });
    await newProduct(`Torches Box Zq${run}`, 900, 0, { brand: `Brand${run}` });
    const find = async (query, filter) => (await must(Search, { query, filter, first: 50 })).products;
    ok('accents do not matter', (await find(`creme brulee zq${run}`)).nodes.some((n) => n.id === accent.id));
    ok('plurals do not matter', (await find(`torches zq${run}`)).nodes.length === 2, await find(`torches zq${run}`));
    ok('brand filter', (await find(undefined, { brands: [`Brand${run}`] })).totalCount === 2);
    ok('in stock filter', (await find(undefined, { brands: [`Brand${run}`], inStock: true })).totalCount === 1);
    ok('tag filter', (await find(undefined, { tags: [`tag-${run}`] })).totalCount === 1);
    ok('price filter', (await find(undefined, { brands: [`Brand${run}`], priceMin: eur(1000) })).totalCount === 1);
    const sorted = (await must(Search, { filter: { brands: [`Brand${run}`] }, sort: 'PRICE_ASC', first: 10 })).products.nodes;
    ok('sort by price', sorted[1]?.id === accent.id, sorted);
    const brand = (await find(undefined, { brands: [`Brand${run}`] })).facets.find((f) => f.key === 'brand');
    ok('a facet ignores its own filter, so others can be chosen', brand.values.length > 1 && brand.values.some((v) => v.selected && v.count === 2), brand);
  },
  async account() {
    const since = Date.now(), buyer = await newCustomer();
    ok('sign up, mail, code, signed in', Boolean(buyer.token));
    const me = (await must(Me, {}, buyer.token)).me;
    ok('me is the caller, a customer, verified', me.email === buyer.email && me.role === 'CUSTOMER' && me.emailVerified, me);
    ok('nobody is null', (await must(Me)).me === null);
    ok('signing up again gives the same answer', (await must(SignUp, { input: { email: buyer.email, password: `other-${run}-password` } })).signUp.accepted === true);
    ok('a wrong password and a wrong account look alike', JSON.stringify(codes(await signIn(buyer.email, 'wrong-password-here'))) === JSON.stringify(codes(await signIn(`nobody.${run}@example.com`, 'wrong-password-here'))));
    ok('a weak password is refused', codes((await must(SignUp, { input: { email: `weak.${run}@example.com`, password: 'password1234' } })).signUp).includes('PASSWORD_TOO_WEAK'));
    ok('an address that is none is refused', codes((await must(SignUp, { input: { email: 'not an address', password: `x-${randomUUID()}` } })).signUp).includes('INVALID'));
    const created = (await must(AddressCreate, { input: { address, defaultShipping: true } }, buyer.token)).addressCreate;
    ok('an address is kept', created.address?.isDefaultShipping, created);
    ok('the profile is kept', (await must(ProfileUpdate, { input: { givenName: 'Grace' } }, buyer.token)).profileUpdate.user.givenName === 'Grace');
    const first = (await must(Refresh, { token: buyer.refresh })).sessionRefresh;
    ok('a refresh token is exchanged', Boolean(first.tokens?.refreshToken) && first.tokens.refreshToken !== buyer.refresh, first);
    const second = (await must(Refresh, { token: first.tokens.refreshToken })).sessionRefresh;
    const reuse = (await must(Refresh, { token: buyer.refresh })).sessionRefresh;
    ok('an old one is refused as reused', !reuse.tokens && codes(reuse).includes('REFRESH_TOKEN_REUSED'), reuse);
    ok('and the whole family is dead', !(await must(Refresh, { token: second.tokens.refreshToken })).sessionRefresh.tokens);
    await must(ResetRequest, { email: buyer.email });
    const [, token] = await mail(buyer.email, /[?&#]token=([\w.~-]{20,})/, since);
    const password = `new-${randomUUID()}`;
    ok('the mailed token resets the password', codes((await must(Reset, { input: { token, newPassword: password } })).passwordReset).length === 0);
    ok('it works once', codes((await must(Reset, { input: { token, newPassword: `again-${run}-password` } })).passwordReset).includes('TOKEN_INVALID'));
    const again = await signIn(buyer.email, password);
    ok('the new password signs in, the old one does not', Boolean(again.tokens) && !(await signIn(buyer.email, buyer.password)).tokens);
    const enroll = (await must(MfaEnroll, { password }, again.tokens.accessToken)).mfaEnroll;
    const confirmed = (await must(MfaConfirm, { code: totp(enroll.secret) }, again.tokens.accessToken)).mfaConfirm;
    ok('MFA is enrolled', confirmed.user?.mfaEnabled && confirmed.recoveryCodes.length >= 8, confirmed);
    ok('then a password alone is not enough', codes(await signIn(buyer.email, password)).includes('MFA_REQUIRED'));
    ok('a recovery code is', Boolean((await signIn(buyer.email, password, confirmed.recoveryCodes[0])).tokens));
    ok('once', !(await signIn(buyer.email, password, confirmed.recoveryCodes[0])).tokens);
    ok('sign out everywhere', (await must(SignOutEverywhere, {}, again.tokens.accessToken)).signOutEverywhere.accepted);
    ok('ends the session', !(await must(Refresh, { token: again.tokens.refreshToken })).sessionRefresh.tokens);
  },
  async carts() {
    const a = await newProduct('Cart A', 1000, 5), b = await newProduct('Cart B', 250, 100);
    let cart = await cartOf([[a.variantId, 2], [b.variantId, 4]]);
    ok('subtotal and count', cart.subtotal.amount === 3000 && cart.itemCount === 6, cart);
    ok('lines lead to the product', cart.lines.every((l) => l.variant.product.title.includes(run)));
    const stale = (await must(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: b.variantId, quantity: 1 }], expectedVersion: cart.version - 1 } })).cartLinesAdd;
    ok('a stale version is refused', codes(stale).includes('CART_CONFLICT'), stale);
    const added = (await must(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: b.variantId, quantity: 1 }], expectedVersion: cart.version } })).cartLinesAdd.cart;
    ok('the same variant is one line', added.lines.length === 2 && added.lines.find((l) => l.variant.id === b.variantId).quantity === 5, added.lines);
    const short = (await must(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: a.variantId, quantity: 9 }] } })).cartLinesAdd;
    ok('more than there is: capped with a warning, or refused', codes(short).includes('OUT_OF_STOCK') || (short.cart.lines.find((l) => l.variant.id === a.variantId).quantity <= 5 && short.cart.warnings.some((w) => w.code === 'QUANTITY_REDUCED')), short);
    for (const quantity of [-1, 1000]) ok(`a quantity of ${quantity} is refused`, (await send(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: b.variantId, quantity }] } })).data?.cartLinesAdd?.userErrors?.length > 0 || errorCode(await send(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: b.variantId, quantity }] } })) === 'BAD_USER_INPUT');
    await Promise.all(Array.from({ length: 20 }, () => must(CartAdd, { input: { cartId: cart.id, lines: [{ variantId: b.variantId, quantity: 1 }] } })));
    cart = (await must(CartGet, { id: cart.id })).cart;
    ok('twenty additions at once all count', cart.lines.find((l) => l.variant.id === b.variantId).quantity === 25, cart.lines);
    await must(PriceChange, { input: { id: b.variantId, price: eur(300) } }, staff);
    const warned = (await must(CartGet, { id: cart.id })).cart;
    ok('a changed price is live, with a warning', warned.lines.find((l) => l.variant.id === b.variantId).unitPrice.amount === 300 && warned.warnings.some((w) => w.code === 'PRICE_CHANGED'), warned);
    ok('another cart cannot be guessed', (await must(CartGet, { id: `${cart.id.slice(0, -4)}0000` })).cart === null || errorCode(await send(CartGet, { id: `${cart.id.slice(0, -4)}0000` })) === 'BAD_USER_INPUT');
    const buyer = await newCustomer();
    const own = (await must(Me, {}, buyer.token)).me.cart;
    await must(CartAdd, { input: { cartId: own.id, lines: [{ variantId: b.variantId, quantity: 3 }] } }, buyer.token);
    const guest = await cartOf([[b.variantId, 2], [a.variantId, 1]]);
    const merged = (await must(CartClaim, { cartId: guest.id }, buyer.token)).cartClaim.cart;
    ok('a claimed cart is merged', merged.lines.find((l) => l.variant.id === b.variantId)?.quantity === 5 && merged.lines.find((l) => l.variant.id === a.variantId)?.quantity === 1, merged);
    ok("a customer's cart is nobody else's", (await must(CartGet, { id: merged.id })).cart === null);
  },
  async checkout() {
    const item = await newProduct('Guest Item', 1999, 10), since = Date.now();
    const cart = await cartOf([[item.variantId, 3]]);
    const { quote, input, method } = await ready(cart.id);
    ok('the quote adds up', addsUp(quote) && quote.subtotal.amount === 5997 && quote.problems.length === 0, quote);
    const email = `guest.${randomUUID().slice(0, 8)}@example.com`;
    const wrong = (await must(Checkout, { input: input({ email, expectedTotal: eur(1) }) })).checkout;
    ok('another total than seen is refused, with the new quote', codes(wrong).includes('PRICE_CHANGED') && wrong.quote.total.amount === quote.total.amount && !wrong.order, wrong);
    const bad = (await must(Checkout, { input: input({ email, shippingMethodId: method, shippingAddress: { ...address, country: 'DE', city: '' } }) })).checkout;
    ok('an address without a city is refused', codes(bad).some((c) => c === 'ADDRESS_INVALID' || c === 'INVALID'), bad);
    const done = (await must(Checkout, { input: input({ email }) })).checkout;
    ok('an order is pending with a payment to make', done.order?.status === 'PENDING' && done.payment?.amount.amount === quote.total.amount && Boolean(done.payment.clientSecret) && Boolean(done.orderToken), done);
    let stock = await stockOf(item.variantId);
    ok('stock is reserved', stock.onHand === 10 && stock.reserved === 3 && stock.available === 7, stock);
    const paid = await pay(done.payment);
    ok('the card is accepted', codes(paid).length === 0, paid);
    const order = await placed(byToken(done.orderToken));
    ok('the order is placed, paid and adds up', addsUp(order) && order.total.amount === quote.total.amount, order);
    ok('its timeline tells the story', ['CREATED', 'PAYMENT_CAPTURED', 'PLACED'].every((k) => order.timeline.some((e) => e.kind === k)), order.timeline);
    stock = await stockOf(item.variantId);
    ok('stock is taken', stock.onHand === 7 && stock.reserved === 0, stock);
    ok('movements add up to the level', stock.movements.nodes.reduce((s, m) => s + m.onHandDelta, 0) === stock.onHand && stock.movements.nodes.reduce((s, m) => s + m.reservedDelta, 0) === 0, stock.movements.nodes);
    ok('a receipt is mailed', Boolean(await mail(email, new RegExp(order.number), since).catch(() => null)));
    const pdf = await until('the invoice', async () => { const url = (await byToken(done.orderToken)()).invoiceUrl; if (!url) return null; const r = await fetch(url); return r.status === 200 ? Buffer.from(await r.arrayBuffer()) : null; }).catch(() => null);
    ok('the invoice is a PDF', pdf?.subarray(0, 5).toString() === '%PDF-');
    const twice = (await send(Checkout, { input: input({ email }) })).data?.checkout;
    ok('the cart cannot be bought twice', !twice?.order && codes(twice).some((c) => c === 'CART_CLOSED' || c === 'CART_EMPTY' || c === 'NOT_FOUND'), twice);
    ok('a wrong token shows nothing', (await must(OrderByToken, { token: randomUUID() })).orderByToken === null);
  },
  async customer() {
    const item = await newProduct('Customer Item', 4000, 10), buyer = await newCustomer(), stranger = await newCustomer();
    const code = `TEN${run}`.toUpperCase();
    ok('staff makes a promotion', codes((await must(PromotionCreate, { input: { code, title: 'Ten percent', kind: 'PERCENTAGE', percent: 10, limit: 1 } }, staff)).promotionCreate).length === 0);
    const cartId = (await must(Me, {}, buyer.token)).me.cart.id;
    await must(CartAdd, { input: { cartId, lines: [{ variantId: item.variantId, quantity: 2 }] } }, buyer.token);
    await must(CartCodes, { input: { cartId, codes: [code, `NOPE${run}`] } }, buyer.token);
    const { quote } = await ready(cartId, buyer.token);
    ok('the quote applies one code and explains the other', quote.discount.amount === 800 && quote.promotions[0]?.code === code && quote.rejectedPromotions.some((r) => r.reason === 'UNKNOWN'), quote);
    const before = (await must(SalesReport, { from: new Date(Date.now() - 864e5).toISOString(), to: new Date(Date.now() + 864e5).toISOString() }, staff)).salesReport.totals;
    await must(CartCodes, { input: { cartId, codes: [code] } }, buyer.token);
    const done = await buy(cartId, buyer.token, { email: undefined });
    ok('the customer checks out', done.order?.discount.amount === 800, done);
    const three = await pay(done.payment, 'pm_card_authenticationRequired', buyer.token);
    ok('3-D Secure asks for a step', three.payment?.status === 'REQUIRES_ACTION' && Boolean(three.payment.nextAction?.redirectUrl), three);
    const step = three.payment.nextAction.redirectUrl;
    ok('its page opens', (await fetch(step)).status === 200);
    await fetch(step, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'outcome=succeed', redirect: 'manual' });
    const read = async () => (await must(OrderGet, { id: done.order.id }, buyer.token)).order;
    const order = await placed(read);
    ok('then the order is placed', order.payments[0].status === 'CAPTURED' && order.payments[0].captured.amount === order.total.amount, order.payments);
    const mine = (await must(MyOrders, {}, buyer.token)).me;
    ok('it is in the order history and the payment history', mine.orders.nodes[0]?.id === order.id && mine.payments.nodes.some((p) => p.order.id === order.id), mine);
    ok('a stranger sees nothing', (await send(OrderGet, { id: order.id }, stranger.token)).data?.order === null && (await send(OrderGet, { id: order.id })).data?.order === null);
    const refusedReview = (await must(ReviewCreate, { input: { productId: item.id, rating: 5, title: 'Never bought', body: 'But I have an opinion.' } }, stranger.token)).reviewCreate;
    ok('only buyers review', codes(refusedReview).includes('PURCHASE_REQUIRED'), refusedReview);
    const review = (await must(ReviewCreate, { input: { productId: item.id, rating: 4, title: 'Good', body: 'Does what it says.' } }, buyer.token)).reviewCreate;
    ok('a buyer reviews', review.review?.rating === 4, review);
    ok('once', codes((await must(ReviewCreate, { input: { productId: item.id, rating: 1, title: 'Again', body: 'Again.' } }, buyer.token)).reviewCreate).includes('ALREADY_EXISTS'));
    await must(ReviewReply, { input: { id: review.review.id, body: 'Thank you.' } }, staff);
    const page = (await must(ProductPage, { slug: item.slug })).product;
    ok('review, reply and rating show', page.rating.average === 4 && page.rating.count === 1 && page.reviews.nodes[0].reply.body === 'Thank you.', page.rating);
    const shipped = (await must(OrderFulfill, { input: { orderId: order.id, lines: [{ orderLineId: order.lines[0].id, quantity: 2 }], carrier: 'DHL', trackingNumber: 'T1', idempotencyKey: randomUUID() } }, staff)).orderFulfill;
    ok('staff ships', shipped.order?.fulfillmentStatus === 'FULFILLED', shipped);
    const over = (await must(OrderFulfill, { input: { orderId: order.id, lines: [{ orderLineId: order.lines[0].id, quantity: 1 }], idempotencyKey: randomUUID() } }, staff)).orderFulfill;
    ok('no more than was bought', codes(over).length > 0, over);
    const delivered = (await must(OrderDelivered, { order: order.id, fulfillment: shipped.order.fulfillments[0].id }, staff)).orderMarkDelivered;
    ok('delivered is completed', delivered.order?.status === 'COMPLETED' && delivered.order.fulfillmentStatus === 'DELIVERED', delivered);
    const key = randomUUID(), refund = () => must(OrderRefund, { input: { orderId: order.id, amount: eur(1000), reason: 'scratch', idempotencyKey: key } }, staff);
    await Promise.all([refund(), refund(), refund()]);
    const back = await until('the refund', async () => { const o = await read(); return o.refunded.amount > 0 ? o : null; });
    ok('a refund repeated with its key happens once', back.refunded.amount === 1000 && back.paymentStatus === 'PARTIALLY_REFUNDED', back);
    const much = (await must(OrderRefund, { input: { orderId: order.id, amount: eur(order.total.amount), reason: 'too much', idempotencyKey: randomUUID() } }, staff)).orderRefund;
    ok('never more than was paid', codes(much).includes('REFUND_EXCEEDS'), much);
    const after = (await must(SalesReport, { from: new Date(Date.now() - 864e5).toISOString(), to: new Date(Date.now() + 864e5).toISOString() }, staff)).salesReport.totals;
    ok('the sales report moved by exactly this order and refund', after.orders - before.orders === 1 && after.units - before.units === 2 && after.refunds.amount - before.refunds.amount === 1000, { before, after });
    const late = await cartOf([[item.variantId, 1]]);
    await must(CartCodes, { input: { cartId: late.id, codes: [code] } });
    ok('a used-up code is explained', (await ready(late.id)).quote.rejectedPromotions.some((r) => r.reason === 'LIMIT_REACHED'));
    ok('a customer cannot do what staff does', (await send(OrderRefund, { input: { orderId: order.id, amount: eur(1), reason: 'mine', idempotencyKey: randomUUID() } }, buyer.token)).errors?.[0]?.extensions?.code === 'FORBIDDEN');
  },
  async declined() {
    const item = await newProduct('Declined Item', 1500, 4);
    const done = await buy((await cartOf([[item.variantId, 2]])).id);
    const declined = await pay(done.payment, 'pm_card_chargeDeclined');
    ok('a declined card says so', codes(declined).includes('PAYMENT_DECLINED'), declined);
    ok('the order waits', (await byToken(done.orderToken)()).status === 'PENDING');
    ok('another card pays', codes(await pay(done.payment)).length === 0);
    await placed(byToken(done.orderToken));
    const open = await buy((await cartOf([[item.variantId, 2]])).id);
    ok('nothing is left', (await stockOf(item.variantId)).available === 0);
    const cancelled = (await must(OrderCancel, { input: { orderId: open.order.id, orderToken: open.orderToken, reason: 'changed my mind' } })).orderCancel;
    ok('a pending order is cancelled', cancelled.order?.status === 'CANCELLED', cancelled);
    ok('and its stock is free', (await until('release', async () => (await stockOf(item.variantId)).available === 2)) === true);
    const late = await pay(open.payment).catch((e) => ({ userErrors: [{ code: e.message.slice(0, 200) }] }));
    ok('it can no longer be paid', codes(late).length > 0, late);
    const paidOrder = await byToken(done.orderToken)();
    const refunded = (await must(OrderCancel, { input: { orderId: paidOrder.id, orderToken: done.orderToken, reason: 'no longer needed' } })).orderCancel;
    ok('a placed order that is not shipped is cancelled', refunded.order?.status === 'CANCELLED', refunded);
    const back = await until('the money back', async () => { const o = await byToken(done.orderToken)(); return ['REFUNDED', 'VOIDED'].includes(o.paymentStatus) ? o : null; });
    ok('money and stock are back', back.refunded.amount === back.total.amount && (await stockOf(item.variantId)).available === 4, back);
  },
  async once() {
    const item = await newProduct('Once Item', 700, 50);
    const { input } = await ready((await cartOf([[item.variantId, 1]])).id), same = input();
    const answers = await Promise.all(Array.from({ length: 8 }, () => must(Checkout, { input: same })));
    ok('one key, eight calls at once, one order', new Set(answers.map((a) => a.checkout.order?.id)).size === 1, answers.map((a) => [a.checkout.order?.id, codes(a.checkout)]));
    ok('the key with another input is refused', codes((await must(Checkout, { input: { ...same, email: 'other@example.com' } })).checkout).includes('IDEMPOTENCY_KEY_REUSED'));
    const two = await ready((await cartOf([[item.variantId, 1]])).id);
    const keys = await Promise.all(Array.from({ length: 6 }, () => must(Checkout, { input: two.input() })));
    ok('one cart, six keys at once, one order', keys.filter((a) => a.checkout.order).length >= 1 && new Set(keys.map((a) => a.checkout.order?.id).filter(Boolean)).size === 1, keys.map((a) => [a.checkout.order?.id, codes(a.checkout)]));
    ok('reserved exactly twice', (await stockOf(item.variantId)).reserved === 2, await stockOf(item.variantId));
    const last = await newProduct('Last Unit', 900, 1);
    const carts = await Promise.all(Array.from({ length: 10 }, () => cartOf([[last.variantId, 1]])));
    const inputs = await Promise.all(carts.map(async (c) => (await ready(c.id)).input({ email: `r${randomUUID().slice(0, 6)}@example.com` })));
    const race = await Promise.all(inputs.map((i) => must(Checkout, { input: i })));
    const won = race.filter((r) => r.checkout.order && !codes(r.checkout).length);
    ok('ten buyers, one unit, one order', won.length === 1 && race.filter((r) => codes(r.checkout).includes('OUT_OF_STOCK')).length === 9, race.map((r) => codes(r.checkout)));
    const code = `ONE${run}`.toUpperCase(), much = await newProduct('Coupon Item', 2000, 100);
    await must(PromotionCreate, { input: { code, title: 'One only', kind: 'FIXED_AMOUNT', amount: eur(500), limit: 1 } }, staff);
    const ready8 = await Promise.all(Array.from({ length: 8 }, async () => { const cart = await cartOf([[much.variantId, 1]]); await must(CartCodes, { input: { cartId: cart.id, codes: [code] } }); return (await ready(cart.id)).input({ email: `c${randomUUID().slice(0, 6)}@example.com` }); }));
    const coupons = await Promise.all(ready8.map((i) => must(Checkout, { input: i })));
    ok('eight buyers, one coupon, one discount', coupons.filter((c) => c.checkout.order?.discount.amount === 500).length === 1 && coupons.every((c) => c.checkout.order || codes(c.checkout).length), coupons.map((c) => [c.checkout.order?.discount.amount, codes(c.checkout)]));
    ok('a stock count by compare and set', codes((await must(StockSet, { input: { variantId: much.variantId, to: 5, from: 1, reason: 'count' } }, staff)).stockSet).includes('STOCK_CHANGED'));
    const key = randomUUID();
    const adjusted = [await must(StockAdjust, { input: { variantId: much.variantId, delta: 3, reason: 'found', idempotencyKey: key } }, staff), await must(StockAdjust, { input: { variantId: much.variantId, delta: 3, reason: 'found', idempotencyKey: key } }, staff)];
    ok('an adjustment repeated with its key happens once', adjusted[1].stockAdjust.variant.stock.onHand === 103, adjusted);
  },
  async access() {
    const buyer = await newCustomer();
    ok('orders: nobody is UNAUTHENTICATED', errorCode(await send(Orders)) === 'UNAUTHENTICATED');
    ok('orders: a customer is FORBIDDEN', errorCode(await send(Orders, {}, buyer.token)) === 'FORBIDDEN');
    ok('users: staff may', (await must(Users, {}, staff)).users.totalCount > 0);
    ok('stock levels are hidden from customers', (await send(Variant, { id: (await newProduct('Hidden', 100, 3)).variantId }, buyer.token)).data?.productVariant?.stock == null);
    for (const forged of [{ 'x-user-id': 'admin', 'x-role': 'ADMIN' }, { 'x-viewer': '{"role":"ADMIN"}' }]) ok('forged headers are not believed', errorCode(await send(Orders, {}, undefined, forged)) === 'UNAUTHENTICATED');
    for (const token of ['garbage', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiIsInJvbGUiOiJBRE1JTiJ9.']) ok('a token that is none is UNAUTHENTICATED', errorCode(await send(Orders, {}, token)) === 'UNAUTHENTICATED');
    const deep = `query Deep { categories ${'{ children '.repeat(60)}{ id }${' }'.repeat(60)} }`;
    const bombs = { deep, aliases: `query A { ${Array.from({ length: 400 }, (_, i) => `a${i}: categories { id }`).join(' ')} }`, cost: 'query C { products(first: 100) { nodes { related(first: 100) { related(first: 100) { id } } } } }', typenames: `query T { ${Array.from({ length: 1500 }, (_, i) => `t${i}: __typename`).join(' ')} }` };
    for (const [name, text] of Object.entries(bombs)) { const t = Date.now(); const answer = await send(text); ok(`${name}: refused at once`, answer.http === 400 && answer.errors && Date.now() - t < 3000, { http: answer.http, code: errorCode(answer) }); }
    const bad = await fetch(URL_, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{nonsense' });
    ok('nonsense is a JSON 400', bad.status === 400 && /json/.test(bad.headers.get('content-type')) && Array.isArray((await bad.json()).errors));
    const csrf = await fetch(URL_, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: '{ __typename }' }) });
    ok('a simple cross-site form cannot ask', csrf.status >= 400);
    ok('discrepancies: none after all this', (await must(Discrepancies, {}, staff)).discrepancies.length === 0, await must(Discrepancies, {}, staff));
  },
  async uploads() {
    const item = await newProduct('Picture Item', 100, 1), buyer = await newCustomer();
    const up = (file, name, type, token) => upload(MediaUpload, { input: { productId: item.id, file: null, alt: 'A grey square' } }, 'variables.input.file', file, name, type, token);
    const good = (await up(png(600, 400), 'grey.png', 'image/png', staff)).data?.productMediaUpload;
    ok('a PNG is taken', good?.image?.width === 600 && good.image.height === 400, good);
    const fetched = await fetch(good.image.url);
    ok('and served as a picture that cannot be sniffed', fetched.status === 200 && /^image\//.test(fetched.headers.get('content-type')) && fetched.headers.get('x-content-type-options') === 'nosniff');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    ok('an SVG is refused', codes((await up(svg, 'a.png', 'image/png', staff)).data?.productMediaUpload).includes('FILE_TYPE_UNSUPPORTED'));
    ok('half a PNG is refused', codes((await up(png(600, 400).subarray(0, 300), 'a.png', 'image/png', staff)).data?.productMediaUpload).includes('IMAGE_INVALID'));
    ok('20 MB are refused', codes((await up(Buffer.concat([png(10, 10), Buffer.alloc(20e6)]), 'a.png', 'image/png', staff)).data?.productMediaUpload).includes('FILE_TOO_LARGE'));
    ok('a customer may not', errorCode(await up(png(10, 10), 'a.png', 'image/png', buyer.token)) === 'FORBIDDEN');
    const avatar = (await upload(AvatarUpload, { file: null }, 'variables.file', png(300, 300), 'me.png', 'image/png', buyer.token)).data?.avatarUpload;
    ok('an avatar is kept', Boolean(avatar?.user?.avatar?.url) && (await fetch(avatar.user.avatar.url)).status === 200, avatar);
  },
};

// ---------------------------------------------------------------- run
for (const [name, play] of Object.entries(journeys)) {
  if (ONLY && !ONLY.split(',').includes(name)) continue;
  journey = name;
  try {
    // Access tokens live five minutes: a fresh one for each journey.
    staff = (await signIn('staff@example.com')).tokens.accessToken;
    await play();
  } catch (error) { ok('ran to its end', false, String(error.message ?? error)); }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
