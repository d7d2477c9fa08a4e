declare module 'linebreak' {
  /** Where a line may end, as UAX #14 says. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required: boolean } | null;
  }
}
