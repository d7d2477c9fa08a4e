/** Prints what a script does and ends it, if it is asked with --help or -h. */
export const help = (text: string): void => {
  if (!process.argv.includes('--help') && !process.argv.includes('-h')) return;
  process.stdout.write(`${text}\n`);
  process.exit(0);
};
