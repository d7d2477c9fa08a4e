import { MultiBar, Presets } from 'cli-progress';

/** Shows how far an import is: a bar on a terminal, a line now and then elsewhere. */
export type Bar = Readonly<{ at(bytes: number, products: number): void; say(line: string): void; close(): void }>;

const EVERY_MS = 5_000;

export const openBar = (total: number): Bar => (process.stderr.isTTY ? moving(total) : lines(total));

const moving = (total: number): Bar => {
  const bars = new MultiBar(
    { format: '{bar} {percentage} % | {products} products | {eta_formatted} left', hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  const bar = bars.create(Math.max(1, total), 0, { products: 0 });
  return {
    at: (bytes, products) => bar.update(bytes, { products }),
    say: (line) => (process.stdout.isTTY ? bars.log(`${line}\n`) : void process.stdout.write(`${line}\n`)),
    close: () => bars.stop(),
  };
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
