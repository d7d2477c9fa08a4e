import type { RequestListener } from 'node:http';
import { plainServer, startWorld, type World } from './fixtures.ts';

/** A graph whose products service behaves as given. */
export const withProducts = async (
  handler: RequestListener,
  run: (world: World) => Promise<void>,
): Promise<void> => {
  const liar = await plainServer(handler);
  const broken = await startWorld({ PRODUCTS_URL: `${liar.url}/graphql` });
  await run(broken).finally(async () => {
    await liar.stop();
    await broken.stop();
  });
};

/** Answers every request with this text. */
export const json =
  (text: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
