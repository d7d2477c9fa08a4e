import { vi } from 'vitest';
import type * as KernelLog from '../../kernel/log.ts';
import type * as MailTemplate from '../../kernel/mailTemplate.ts';
import { folder, logFile, note } from '../../scripts/test/secrets.ts';
import '../../scripts/test/watchFetch.ts';

/** Servers inside a test log all there is to say, into the folder that is scanned at the end of the run. */
vi.mock('../../kernel/log.ts', async (original) => {
  const { createLog, ...rest } = await original<typeof KernelLog>();
  const watched: typeof createLog = (name, level) =>
    folder ? createLog(name, 'debug', logFile(name)) : createLog(name, level);
  return { ...rest, createLog: watched };
});

vi.mock('../../kernel/mailTemplate.ts', async (original) => {
  const { mailTemplate } = await original<typeof MailTemplate>();
  const watched: typeof mailTemplate = (letter) => {
    note('mailed code', letter.code);
    note('mailed token', ...(letter.action ? new URL(letter.action.url).searchParams.values() : []));
    return mailTemplate(letter);
  };
  return { mailTemplate: watched };
});
