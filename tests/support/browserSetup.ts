import type { TestProject } from 'vitest/node';
import { startShop } from './shop.ts';

/** One shop of real processes for all files of the tier. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const shop = await startShop();
  project.provide('shop', { url: shop.url, port: shop.port, dataDir: shop.dataDir });
  return async () => {
    await shop.stop();
    shop.remove();
  };
};

declare module 'vitest' {
  export interface ProvidedContext {
    shop: Readonly<{ url: string; port: number; dataDir: string }>;
  }
}
