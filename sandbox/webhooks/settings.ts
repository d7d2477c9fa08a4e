import { z } from 'zod';

/** What a test may change of the sending: nothing of it survives a restart. */
export const settingsInput = z
  .strictObject({
    paused: z.boolean(),
    /** how often each event is sent */
    copies: z.int().min(1).max(50),
    /** newest first, one at a time */
    reorder: z.boolean(),
    url: z.url({ protocol: /^https?$/ }).nullable(),
  })
  .partial();

export type Settings = Readonly<{ paused: boolean; copies: number; reorder: boolean; url: string | null }>;

export const usual = (url: string | null): Settings => ({ paused: false, copies: 1, reorder: false, url });
