import { Client } from 'pg';

/** Orders of two years with three lines each, of 200 products in 20 categories; every twentieth is refunded in part. */
export const fill = async (url: string, count: number): Promise<void> => {
  const db = new Client({ connectionString: url });
  await db.connect();
  try {
    for (const table of ['orders', 'refunds']) await db.query(`alter table ${table} disable trigger user`);
    await db.query(ORDERS, [count]);
    await db.query(LINES);
    await db.query(REFUNDS);
    for (const table of ['orders', 'refunds']) await db.query(`alter table ${table} enable trigger user`);
    await db.query('analyze');
  } finally {
    await db.end();
  }
};

const ID = (kind: string, of: string) => `'${kind}_' || lpad(to_hex(${of}), 26, '0')`;

const ORDERS = `
  insert into orders (id, number, caller, input_hash, cart_id, email, buyer_name, status, payment_status, step, currency, subtotal, discount, shipping, tax,
    tax_included, total, promotions, shipping_address, billing_address, shipping_method_id, shipping_method_name, created_at, expires_at, look_at, placed_at, payment_id)
  select ${ID('ord', 'n')}, 'N' || n, 'guest', '', ${ID('cart', 'n')}, 'buyer@example.com', 'A Buyer', 'PLACED', 'PAID', 'DONE', 'EUR',
    3 * (1000 + n % 5000), 0, 490, 0, true, 3 * (1000 + n % 5000) + 490, '[]', '{}', '{}', ${ID('ship', '1')}, 'Standard', at, at, at, at, ${ID('pay', 'n')}
  from (select n, now() - (n::float8 / $1::int) * interval '730 days' as at from generate_series(1, $1::int) n) numbered`;

const LINES = `
  insert into order_lines (id, order_id, position, variant_id, product_id, sku, product_title, variant_title, categories, quantity, unit_price, subtotal, discount, tax, total)
  select ${ID('oline', 'row_number() over ()')}, o.id, p, ${ID('var', 'x')}, ${ID('prod', 'x')}, 'SKU', 'Product ' || x, 'One',
    array['all', 'category-' || x % 20], 1, o.subtotal / 3, o.subtotal / 3, 0, 0, o.subtotal / 3
  from orders o cross join generate_series(0, 2) p cross join lateral (select abs(hashtext(o.id || p)) % 200 as x) product`;

const REFUNDS = `
  insert into refunds (id, order_id, amount, status, reason, created_at, settled_at)
  select 'refund' || id, id, 500, 'SUCCEEDED', 'scratched', placed_at + interval '2 days', placed_at + interval '2 days'
  from orders where abs(hashtext(id)) % 20 = 0`;
