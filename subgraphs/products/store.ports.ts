import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { mongoAudits } from './audit/store.mongo.ts';
import { mongoProducts } from './catalogue/store.mongo.ts';
import { mongoCategories } from './categories/store.mongo.ts';
import type { Ports } from './ports.ts';
import { mongoReviews } from './reviews/store.mongo.ts';
import { mongoSearch } from './search/store.mongo.ts';
import { drainer } from './stock/store.drain.ts';
import { mongoStock } from './stock/store.mongo.ts';
import { mongoReservations } from './stock/store.reservations.ts';
import { mongoClaims } from './store.claims.ts';
import type { Collections } from './store.database.ts';

type Others = Pick<Ports, 'pictures' | 'news' | 'purchases' | 'people'>;

/** All ports of the subgraph, those of its data over one database. */
export const mongoPorts = (db: Collections, log: Log, others: Others): { ports: Ports; resource: Resource } => {
  const background = drainer(db, log, (id) => others.news.changed([`product:${id}`, 'products']));
  const ports: Ports = {
    products: mongoProducts(db),
    categories: mongoCategories(db),
    search: mongoSearch(db),
    stock: mongoStock(db, background),
    reservations: mongoReservations(db),
    reviews: mongoReviews(db),
    claims: mongoClaims(db),
    audits: mongoAudits(db),
    ...others,
    now: () => new Date(),
  };
  return { ports, resource: { name: 'ledger', ready: async () => undefined, close: background.close } };
};
