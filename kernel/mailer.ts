import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { mails } from './metrics.ts';

/** `key` names the occasion: the same mail sent twice has the same Message-ID, and is one file where mail goes to files. */
export type Mail = Readonly<{ key: string; to: string; subject: string; text: string; html: string }>;
export type Mailer = Readonly<{ send(mail: Mail): Promise<void> }>;
type MailEnv = Readonly<{ DATA_DIR: string; MAIL_FROM: string; SMTP_URL?: string | undefined }>;

/** Mail by SMTP; without `SMTP_URL` into `DATA_DIR/mail/*.eml`. */
export const mailer = (env: MailEnv): Mailer =>
  counted(
    env.SMTP_URL ? smtp(env.SMTP_URL, env.MAIL_FROM) : files(join(env.DATA_DIR, 'mail'), env.MAIL_FROM),
  );

const counted = ({ send }: Mailer): Mailer => ({
  send: async (mail) => {
    try {
      await send(mail);
      mails.inc({ outcome: 'sent' });
    } catch (error) {
      mails.inc({ outcome: 'failed' });
      throw error;
    }
  },
});

const named = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);
const envelope = (from: string, { key, to, subject, text, html }: Mail) => ({
  from,
  to,
  subject,
  text,
  html,
  messageId: `<${named(key)}@${domainOf(from)}>`,
});
const domainOf = (from: string): string => /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';

const smtp = (url: string, from: string): Mailer => {
  const transport = createTransport(url, { disableFileAccess: true, disableUrlAccess: true });
  return { send: async (mail) => void (await transport.sendMail(envelope(from, mail))) };
};

const files = (folder: string, from: string): Mailer => {
  mkdirSync(folder, { recursive: true });
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      const { message } = await transport.sendMail(envelope(from, mail));
      const path = join(folder, `${named(mail.key)}.eml`);
      await writeFile(`${path}.part`, message as Buffer);
      await rename(`${path}.part`, path);
    },
  };
};
