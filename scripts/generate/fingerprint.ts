import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Whether any of the files differs from what it was when `remember` last ran; a missing file counts as empty. */
export const fingerprint = (stamp: string, files: readonly string[]) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(existsSync(file) ? readFileSync(file) : '');
  const now = hash.digest('hex');
  return {
    unchanged: existsSync(stamp) && readFileSync(stamp, 'utf8') === now,
    remember: () => writeFileSync(stamp, now),
  };
};
