import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startDatastores } from '../scripts/datastores.ts';
import type { Measured } from './import/one.ts';

/** `npx tsx bench/import.ts [rows …]`: imports files of 2,000 and 20,000 rows, each in a process of its own, and says what memory that took. */
const sizes = process.argv.slice(2).map(Number);
const SIZES = sizes.length > 0 ? sizes : [2_000, 20_000];

const measure = async (rows: number, url: string): Promise<Measured> => {
  const child = fork(new URL('./import/one.ts', import.meta.url), [String(rows)], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, MONGODB_URL: url },
  });
  const [measured] = (await once(child, 'message')) as [Measured];
  return measured;
};

const dir = mkdtempSync(join(tmpdir(), 'plexus-bench-'));
const env = { ...process.env, PLEXUS_VENV: process.env.PLEXUS_VENV ?? resolve('.data/venv') };
const stores = await startDatastores({ dir, env, only: ['mongodb'], throwaway: true });
try {
  for (const rows of SIZES) {
    const url = new URL(stores.urls.MONGODB_URL);
    url.pathname = `/rows_${rows}`;
    const { products, seconds, startMb, peakMb } = await measure(rows, url.href);
    const said = [
      `${rows} rows`,
      `${products} products`,
      `${seconds.toFixed(1)} s`,
      `${Math.round(rows / seconds)} rows/s`,
    ];
    console.log([...said, `${startMb} MB before`, `${peakMb} MB at most`].join(', '));
  }
} finally {
  await stores.stop();
  rmSync(dir, { recursive: true, force: true });
}
