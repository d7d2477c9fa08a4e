import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Only this machine is reachable: requests of a page to other hosts fail at once, with or without the internet. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const find = (): string => {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const path = folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (!path)
    throw new Error(
      'No Chromium on the PATH, which the browser tier needs: install it (apt install chromium).',
    );
  return path;
};

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: find(), args: FLAGS });

/** A page that records its console errors and the addresses it requested. */
export type Watched = Readonly<{ page: Page; complaints: string[]; asked: URL[] }>;

export const openPage = async (
  browser: Browser,
  viewport = { width: 1280, height: 800 },
): Promise<Watched> => {
  const page = await browser.newPage({ viewport });
  const watched: Watched = { page, complaints: [], asked: [] };
  page.on('request', (request) => watched.asked.push(new URL(request.url())));
  page.on('pageerror', (error) => watched.complaints.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()))
      watched.complaints.push(`${message.text()} ${message.location().url}`);
  });
  return watched;
};
