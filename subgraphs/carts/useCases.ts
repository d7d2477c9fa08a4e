import { cartClaim } from './cartClaim.ts';
import { cartClear } from './cartClear.ts';
import { cartClose } from './cartClose.ts';
import { cartCreate } from './cartCreate.ts';
import { cartEmailSet } from './cartEmailSet.ts';
import { cartLinesAdd } from './cartLinesAdd.ts';
import { cartLinesRemove } from './cartLinesRemove.ts';
import { cartLinesUpdate } from './cartLinesUpdate.ts';
import { cartOf } from './cartOf.ts';
import { cartPromotionCodesSet } from './cartPromotionCodesSet.ts';
import { cartSnapshot } from './cartSnapshot.ts';
import { personalDataErase } from './personal/personalDataErase.ts';
import { personalDataOf } from './personal/personalDataOf.ts';
import type { Ports } from './ports.ts';

export const useCases = (ports: Ports) => ({
  cartCreate: cartCreate(ports),
  cartLinesAdd: cartLinesAdd(ports),
  cartLinesUpdate: cartLinesUpdate(ports),
  cartLinesRemove: cartLinesRemove(ports),
  cartClear: cartClear(ports),
  cartPromotionCodesSet: cartPromotionCodesSet(ports),
  cartEmailSet: cartEmailSet(ports),
  cartClaim: cartClaim(ports),
  cartClose: cartClose(ports),
  cartOf: cartOf(ports),
  cartSnapshot: cartSnapshot(ports),
  personalDataOf: personalDataOf(ports),
  personalDataErase: personalDataErase(ports),
});
export type UseCases = ReturnType<typeof useCases>;
