/** Preloaded into a process under test: its clock goes as far ahead as the test says. */
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
