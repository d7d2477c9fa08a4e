import { categoryCreate } from './categories/categoryCreate.ts';
import { categoryDelete } from './categories/categoryDelete.ts';
import { categoryMove } from './categories/categoryMove.ts';
import { categoryUpdate } from './categories/categoryUpdate.ts';
import { pictureAddress } from './pictureAddress.ts';
import type { Ports } from './ports.ts';
import { productArchive } from './productArchive.ts';
import { productCreate } from './productCreate.ts';
import { productUpdate } from './productUpdate.ts';
import { productVariantCreate } from './productVariantCreate.ts';
import { productVariantDelete } from './productVariantDelete.ts';
import { productVariantUpdate } from './productVariantUpdate.ts';
import { productSuggestions } from './search/productSuggestions.ts';
import { productsSearch } from './search/productsSearch.ts';
import { stockAdjust } from './stock/stockAdjust.ts';
import { stockCommit } from './stock/stockCommit.ts';
import { stockMovements } from './stock/stockMovements.ts';
import { stockRelease } from './stock/stockRelease.ts';
import { stockReserve } from './stock/stockReserve.ts';
import { stockReturn } from './stock/stockReturn.ts';
import { stockSet } from './stock/stockSet.ts';
import { sweep } from './stock/sweep.ts';
import { variantBySku } from './variantBySku.ts';
import { variantsForSale } from './variantsForSale.ts';

export const useCases = (ports: Ports) => ({
  productCreate: productCreate(ports),
  productUpdate: productUpdate(ports),
  productArchive: productArchive(ports),
  productVariantCreate: productVariantCreate(ports),
  productVariantUpdate: productVariantUpdate(ports),
  productVariantDelete: productVariantDelete(ports),
  variantBySku: variantBySku(ports),
  variantsForSale: variantsForSale(ports),
  pictureAddress: pictureAddress(ports),
  categoryCreate: categoryCreate(ports),
  categoryUpdate: categoryUpdate(ports),
  categoryMove: categoryMove(ports),
  categoryDelete: categoryDelete(ports),
  productsSearch: productsSearch(ports),
  productSuggestions: productSuggestions(ports),
  stockAdjust: stockAdjust(ports),
  stockSet: stockSet(ports),
  stockReserve: stockReserve(ports),
  stockCommit: stockCommit(ports),
  stockRelease: stockRelease(ports),
  stockReturn: stockReturn(ports),
  stockMovements: stockMovements(ports),
  sweep: sweep(ports),
});
export type UseCases = ReturnType<typeof useCases>;
