import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './client.ts';

/** The HTML of the newest email to a recipient with this subject in DATA_DIR/mail. */
export const mailedHtml = (dataDir: string, to: string, subject: RegExp): Promise<string> =>
  until(`a mail to ${to} about ${subject}`, async () => {
    const folder = join(dataDir, 'mail');
    const files = readdirSync(dataDir).includes('mail')
      ? readdirSync(folder).filter((name) => name.endsWith('.eml'))
      : [];
    const mails = files.map((name) => readFileSync(join(folder, name), 'utf8'));
    const mail = mails.find(
      (text) => text.includes(`To: ${to}`) && subject.test(/^Subject: (.*)$/m.exec(text)?.[1] ?? ''),
    );
    return mail && htmlPart(mail);
  });

const htmlPart = (eml: string): string => {
  const part = eml.split(/^--.*\r?\n/m).find((each) => /^content-type: text\/html/im.test(each)) ?? '';
  const [head = '', ...body] = part.split(/\r?\n\r?\n/);
  const text = body.join('\n\n');
  return /encoding: base64/i.test(head) ? Buffer.from(text, 'base64').toString() : quotedPrintable(text);
};

const quotedPrintable = (text: string): string => {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};
