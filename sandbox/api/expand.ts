import type { Unit } from '../journal/unit.ts';
import { invalid } from '../objects/refused.ts';
import { viewById } from './view.ts';

type Node = { [field: string]: unknown };

const MAX_DEPTH = 4;

/** Puts whole objects where the answer has ids, along `latest_charge.balance_transaction` and the like. */
export const expand = (unit: Unit, body: object, paths: readonly string[]): object => {
  if (paths.length === 0) return body;
  const copy = structuredClone(body);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH)
      throw invalid(`You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`);
    follow(unit, copy, steps, path);
  }
  return copy;
};

const follow = (unit: Unit, node: unknown, [field, ...rest]: readonly string[], path: string): void => {
  if (field === undefined || node === null) return;
  if (!isNode(node)) throw notExpandable(path);
  if (node.object === 'charge' && field === 'refunds') node[field] ??= refundsOf(unit, String(node.id));
  const value = node[field];
  if (Array.isArray(value)) {
    for (const item of value) follow(unit, item, rest, path);
    return;
  }
  const whole = typeof value === 'string' ? viewById(unit, value) : value;
  if (whole === undefined || (typeof value === 'string' && whole === null)) throw notExpandable(path);
  node[field] = typeof value === 'string' ? structuredClone(whole) : whole;
  follow(unit, node[field], rest, path);
};

const refundsOf = (unit: Unit, charge: string): object => ({
  object: 'list',
  data: unit.all('refund').filter((refund) => refund.charge === charge),
  has_more: false,
  url: `/v1/charges/${charge}/refunds`,
});

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const notExpandable = (path: string) =>
  invalid(`This property cannot be expanded (${path}).`, { param: 'expand' });
