import type { Outcome } from '../../kernel/outcome.ts';
import type { CataloguePorts, CategoriesPorts, MediaPorts } from './catalogue/ports.ts';
import type { NewsPorts } from './invalidation/cacheTags.ts';
import type { StockPorts } from './inventory/ports.ts';
import type { AuditPorts } from './inventory/stockAudit.ts';
import type { ReviewsPorts } from './reviews/ports.ts';
import type { SalesPorts } from './search/boughtTogether.ts';
import type { SearchPorts } from './search/ports.ts';

type Key = Readonly<{ caller: string; operation: string; key: string }>;

export type CommonPorts = Readonly<{
  claims: {
    /** Claims a key for an input, noting an id of the thing that will be made; who comes later gets the first one's note. */
    claim(
      claim: Key & Readonly<{ input: unknown; note: string }>,
    ): Promise<Outcome<{ fresh: boolean; note: string }>>;
    /** Gives a key back, so that what was refused can be put right and sent again. */
    release(claim: Key): Promise<void>;
  };
  now(): Date;
}>;

export type Ports = CommonPorts &
  NewsPorts &
  CataloguePorts &
  MediaPorts &
  CategoriesPorts &
  StockPorts &
  SearchPorts &
  SalesPorts &
  ReviewsPorts &
  AuditPorts;
