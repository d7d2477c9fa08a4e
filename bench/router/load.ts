import { Pool } from 'undici';

export type Run = Readonly<{ requests: number; perSecond: number; p50: number; p99: number; failed: number }>;

/** Keeps so many requests in flight for so long, and tells what came of it. */
export const load = async (url: string, query: string, connections: number, ms: number): Promise<Run> => {
  const pool = new Pool(url, { connections });
  const body = JSON.stringify({ query });
  const times: number[] = [];
  let failed = 0;
  const end = performance.now() + ms;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const started = performance.now();
      const answer = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode !== 200 || text.includes('"errors"')) failed += 1;
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return {
    requests: times.length,
    perSecond: times.length / (ms / 1000),
    p50: at(0.5),
    p99: at(0.99),
    failed,
  };
};
