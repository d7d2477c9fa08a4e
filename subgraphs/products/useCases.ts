import { stockAudit } from './audit/stockAudit.ts';
import { productArchive } from './catalogue/productArchive.ts';
import { productCreate } from './catalogue/productCreate.ts';
import { productUpdate } from './catalogue/productUpdate.ts';
import { categoryCreate } from './categories/categoryCreate.ts';
import { categoryDelete } from './categories/categoryDelete.ts';
import { categoryMove } from './categories/categoryMove.ts';
import { categoryUpdate } from './categories/categoryUpdate.ts';
import { pictureAddress } from './media/pictureAddress.ts';
import { productMediaDelete } from './media/productMediaDelete.ts';
import { productMediaReorder } from './media/productMediaReorder.ts';
import { productMediaUpload } from './media/productMediaUpload.ts';
import { personalDataErase } from './personal/personalDataErase.ts';
import { personalDataOf } from './personal/personalDataOf.ts';
import type { Ports } from './ports.ts';
import { reviewCreate } from './reviews/reviewCreate.ts';
import { reviewDelete } from './reviews/reviewDelete.ts';
import { reviewHide } from './reviews/reviewHide.ts';
import { reviewImageUpload } from './reviews/reviewImageUpload.ts';
import { reviewPublish } from './reviews/reviewPublish.ts';
import { reviewReply } from './reviews/reviewReply.ts';
import { reviewsOfUser } from './reviews/reviewsOf.ts';
import { reviewUpdate } from './reviews/reviewUpdate.ts';
import { productSuggestions } from './search/productSuggestions.ts';
import { productsSearch } from './search/productsSearch.ts';
import { stockAdjust } from './stock/stockAdjust.ts';
import { stockCommit } from './stock/stockCommit.ts';
import { stockMovements } from './stock/stockMovements.ts';
import { stockRelease } from './stock/stockRelease.ts';
import { stockReserve } from './stock/stockReserve.ts';
import { stockReturn } from './stock/stockReturn.ts';
import { stockSet } from './stock/stockSet.ts';
import { sweep } from './sweep.ts';
import { productVariantCreate } from './variants/productVariantCreate.ts';
import { productVariantDelete } from './variants/productVariantDelete.ts';
import { productVariantUpdate } from './variants/productVariantUpdate.ts';
import { variantBySku } from './variants/variantBySku.ts';
import { variantsForSale } from './variants/variantsForSale.ts';

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
