/** What a person can put right. The message is one sentence that says what to do; it is shown without a stack. */
export class Problem extends Error {
  override name = 'Problem';
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this account: correct its permissions, or choose another folder with DATA_DIR',
  EPERM:
    'may not be changed by this account: correct its permissions, or choose another folder with DATA_DIR',
  EROFS: 'is on a file system that cannot be written: choose another folder with DATA_DIR',
  ENOSPC: 'cannot be written because the disk is full: free some space and start again',
  ENOTDIR: 'is not a folder: choose another one with DATA_DIR',
};

/** One sentence for whatever went wrong; files and folders are named, stacks are not. */
export const sentence = (error: unknown): string => {
  if (error instanceof Problem) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  const cause = code ? CAUSES[code] : undefined;
  if (cause && path) return `${path} ${cause}.`;
  return `This was not expected: ${String(message ?? error).split('\n')[0]}`;
};

const give = (error: unknown): number => {
  process.stderr.write(`${sentence(error)}\n`);
  return 1;
};

/** Runs a command to its exit code; 1 and one sentence on stderr where it fails, wherever that is. */
export const command = async (main: () => Promise<number>): Promise<never> => {
  process.once('uncaughtException', (error) => process.exit(give(error)));
  process.exit(await main().catch(give));
};
