import { readFileSync } from 'node:fs';

/** Preloaded into a process under test: its clock goes as far ahead as the test says, by a message or in the file CLOCK_FILE. */
const [RealDate, monotonic] = [Date, performance.now.bind(performance)];
let ahead = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length > 0 ? args : [RealDate.now() + ahead]));
  }
  static now() {
    return RealDate.now() + ahead;
  }
  static [Symbol.hasInstance](value) {
    return value instanceof RealDate;
  }
};
performance.now = () => monotonic() + ahead;

process.on('message', ({ aheadMs }) => {
  ahead = aheadMs;
  process.send({ aheadMs });
});
process.channel?.unref();

const FOLLOW_MS = 200;
const file = process.env.CLOCK_FILE;
const follow = () => {
  try {
    ahead = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    ahead = 0;
  }
};
if (file) setInterval(follow, FOLLOW_MS).unref();
