export type { Sharp } from 'sharp';

type SharpOf = typeof import('sharp').default;

let loading: Promise<SharpOf> | undefined;

/** Sharp, loaded at the first picture. One thread a picture and no cache, so that memory stays flat; how many at once is decided by a lane. */
export const loadSharp = (): Promise<SharpOf> => {
  loading ??= load();
  return loading;
};

const load = async (): Promise<SharpOf> => {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
};
