import { readId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Promotion } from './promotion.ts';

export const promotionEnd =
  ({ promotions, clock }: Pick<Ports, 'promotions' | 'clock'>) =>
  async (id: string): Promise<Outcome<Promotion>> =>
    promotions.end(readId('promo', id), clock());
