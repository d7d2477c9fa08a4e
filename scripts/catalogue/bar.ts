import { Presets, SingleBar } from 'cli-progress';

/** Shows how far an import is: a bar on a terminal, a line now and then elsewhere. */
export type Bar = Readonly<{
  at(bytes: number, products: number): void;
  say(line: string): void;
  close(): void;
}>;

const EVERY_MS = 5_000;
const CLEAR = '\r\u001b[2K';

export const openBar = (total: number): Bar => (process.stderr.isTTY ? moving(total) : lines(total));

const moving = (total: number): Bar => {
  const since = Date.now();
  const options = {
    format: '{bar} {percentage} % | {products} products{left}',
    hideCursor: true,
    clearOnComplete: true,
  };
  const bar = new SingleBar(options, Presets.shades_classic);
  bar.start(Math.max(1, total), 0, { products: 0, left: '' });
  return {
    at: (bytes, products) =>
      bar.update(Math.min(bytes, total), { products, left: left(Date.now() - since, bytes / total) }),
    /** The bar is on the last line, and drawn anew below what is said. */
    say: (line) => {
      process.stderr.write(CLEAR);
      process.stdout.write(`${line}\n`);
    },
    close: () => bar.stop(),
  };
};

/** How long it takes yet, if it goes on like this; nothing while that is a guess. */
const left = (ms: number, share: number): string => {
  if (ms < 1_000 || share <= 0 || share >= 1) return '';
  const seconds = Math.ceil((ms / share - ms) / 1_000);
  return seconds < 90 ? ` | ${seconds} s left` : ` | ${Math.ceil(seconds / 60)} min left`;
};

const lines = (total: number): Bar => {
  let said = Date.now();
  return {
    at: (bytes, products) => {
      if (Date.now() - said < EVERY_MS) return;
      said = Date.now();
      process.stderr.write(`${Math.floor((bytes / Math.max(1, total)) * 100)} %, ${products} products\n`);
    },
    say: (line) => void process.stdout.write(`${line}\n`),
    close: () => undefined,
  };
};
