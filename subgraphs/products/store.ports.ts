import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { mongoCategories } from './catalogue/store.categories.ts';
import { mongoProducts } from './catalogue/store.mongo.ts';
import { announcer, type Publish } from './invalidation/store.mongo.ts';
import { mongoAudits } from './inventory/store.audit.ts';
import { drainer } from './inventory/store.drain.ts';
import { mongoStock } from './inventory/store.mongo.ts';
import { mongoReservations } from './inventory/store.reservations.ts';
import type { Ports } from './ports.ts';
import { mongoReviews } from './reviews/store.mongo.ts';
import { mongoSales } from './search/store.boughtTogether.ts';
import { mongoSearch } from './search/store.mongo.ts';
import { mongoClaims } from './store.claims.ts';
import type { Collections } from './store.database.ts';

type Others = Pick<Ports, 'pictures' | 'purchases' | 'people'> & Readonly<{ publish: Publish }>;

/** All ports of the subgraph, those of its data over one database. */
export const mongoPorts = (
  db: Collections,
  log: Log,
  { publish, ...others }: Others,
): { ports: Ports; resource: Resource } => {
  const { tell, news, close } = announcer(db, publish, log);
  const background = drainer(db, log, tell);
  const ports: Ports = {
    products: mongoProducts(db, tell),
    categories: mongoCategories(db, tell),
    search: mongoSearch(db),
    sales: mongoSales(db),
    stock: mongoStock(db, background),
    reservations: mongoReservations(db),
    reviews: mongoReviews(db, tell),
    claims: mongoClaims(db),
    audits: mongoAudits(db),
    ...others,
    news,
    now: () => new Date(),
  };
  const end = async (): Promise<void> => {
    await background.close();
    await close();
  };
  return { ports, resource: { name: 'ledger', ready: async () => undefined, close: end } };
};
