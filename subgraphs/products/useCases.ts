import {
  categoryCreate,
  categoryDelete,
  categoryMove,
  categoryUpdate,
} from './catalogue/categoryCommands.ts';
import { pictureAddress } from './catalogue/media.ts';
import { productMediaDelete, productMediaReorder, productMediaUpload } from './catalogue/mediaCommands.ts';
import { productArchive, productUpdate } from './catalogue/productCommands.ts';
import { productCreate } from './catalogue/productCreate.ts';
import {
  productVariantCreate,
  productVariantDelete,
  productVariantUpdate,
} from './catalogue/variantCommands.ts';
import { variantBySku, variantsForSale } from './catalogue/variantQueries.ts';
import { stockAdjust, stockSet } from './inventory/commands.ts';
import { stockCommit, stockRelease, stockReturn } from './inventory/completeReservation.ts';
import { stockMovements } from './inventory/queries.ts';
import { stockAudit } from './inventory/stockAudit.ts';
import { stockReserve } from './inventory/stockReserve.ts';
import type { Ports } from './ports.ts';
import { personalDataErase, personalDataOf } from './privacy/privacy.ts';
import {
  reviewDelete,
  reviewHide,
  reviewImageUpload,
  reviewPublish,
  reviewReply,
  reviewUpdate,
} from './reviews/commands.ts';
import { reviewsOfUser } from './reviews/queries.ts';
import { reviewCreate } from './reviews/reviewCreate.ts';
import { productSuggestions } from './search/productSuggestions.ts';
import { productsSearch } from './search/productsSearch.ts';
import { sweep } from './sweep.ts';

export const useCases = (ports: Ports) => ({
  productCreate: productCreate(ports),
  productUpdate: productUpdate(ports),
  productArchive: productArchive(ports),
  productVariantCreate: productVariantCreate(ports),
  productVariantUpdate: productVariantUpdate(ports),
  productVariantDelete: productVariantDelete(ports),
  productMediaUpload: productMediaUpload(ports),
  productMediaReorder: productMediaReorder(ports),
  productMediaDelete: productMediaDelete(ports),
  variantBySku: variantBySku(ports),
  variantsForSale: variantsForSale(ports),
  pictureAddress: pictureAddress(ports),
  categoryCreate: categoryCreate(ports),
  categoryUpdate: categoryUpdate(ports),
  categoryMove: categoryMove(ports),
  categoryDelete: categoryDelete(ports),
  productsSearch: productsSearch(ports),
  productSuggestions: productSuggestions(ports),
  reviewCreate: reviewCreate(ports),
  reviewUpdate: reviewUpdate(ports),
  reviewDelete: reviewDelete(ports),
  reviewReply: reviewReply(ports),
  reviewHide: reviewHide(ports),
  reviewPublish: reviewPublish(ports),
  reviewImageUpload: reviewImageUpload(ports),
  reviewsOfUser: reviewsOfUser(ports),
  stockAdjust: stockAdjust(ports),
  stockSet: stockSet(ports),
  stockReserve: stockReserve(ports),
  stockCommit: stockCommit(ports),
  stockRelease: stockRelease(ports),
  stockReturn: stockReturn(ports),
  stockMovements: stockMovements(ports),
  stockAudit: stockAudit(ports),
  personalDataOf: personalDataOf(ports),
  personalDataErase: personalDataErase(ports),
  sweep: sweep(ports),
});
export type UseCases = ReturnType<typeof useCases>;
