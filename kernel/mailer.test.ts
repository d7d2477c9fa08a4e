import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailer } from './mailer.ts';
import { mails } from './metrics.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plexus-mail-'));
});
afterAll(() => rm(folder, { recursive: true }));

const mail = {
  key: 'receipt 1',
  to: 'ada@example.com',
  subject: 'Your order',
  text: 'Thank you',
  html: '<p>Thank you</p>',
};
const counts = async () =>
  Object.fromEntries((await mails.get()).values.map(({ labels, value }) => [labels.outcome, value]));

test('mails are counted, those that were handed over and those that were not', async () => {
  expect(await counts()).toEqual({ sent: 0, failed: 0 });
  await mailer({ DATA_DIR: folder, MAIL_FROM: 'shop@example.com' }).send(mail);
  expect(await counts()).toEqual({ sent: 1, failed: 0 });
  const away = mailer({ DATA_DIR: folder, MAIL_FROM: 'shop@example.com', SMTP_URL: 'smtp://127.0.0.1:1' });
  await expect(away.send(mail)).rejects.toThrow();
  expect(await counts()).toEqual({ sent: 1, failed: 1 });
});
