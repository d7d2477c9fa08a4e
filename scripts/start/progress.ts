const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const TITLE_WIDTH = 15;
const NARROW = 80;
const CLEAR = '\r\u001b[2K';

/** Says what happens: one line for what is done, and on a terminal a moving one for what is under way. */
export type Progress = Readonly<{
  begin(title: string): void;
  /** More about what is under way, where it takes long. */
  note(title: string, text: string): void;
  done(title: string, text: string): void;
  say(line: string): void;
  close(): void;
}>;

export const row = (title: string, text: string): string => `  ${title.padEnd(TITLE_WIDTH)} ${text}`;

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** The line of what is under way, cut to the terminal's width. */
const moving = (stream: NodeJS.WriteStream, under: ReadonlyMap<string, number>): string => {
  const frame = FRAMES[Math.floor(Date.now() / FRAME_MS) % FRAMES.length] ?? '';
  const oldest = Math.min(...under.values());
  return `${frame} ${[...under.keys()].join(', ')} ${seconds(oldest)}`.slice(
    0,
    (stream.columns || NARROW) - 1,
  );
};

export const openProgress = (stream: NodeJS.WriteStream): Progress => {
  const isLive = stream.isTTY === true;
  const under = new Map<string, number>();
  const draw = (): void => void (under.size > 0 && stream.write(`${CLEAR}${moving(stream, under)}`));
  const timer = isLive ? setInterval(draw, FRAME_MS) : undefined;
  timer?.unref();

  const say = (line: string): void => void stream.write(isLive ? `${CLEAR}${line}\n` : `${line}\n`);
  const done = (title: string, text: string): void => {
    const since = under.get(title);
    under.delete(title);
    say(row(title, since === undefined ? text : `${text}, ${seconds(since)}`));
  };
  const close = (): void => {
    clearInterval(timer);
    if (isLive && under.size > 0) stream.write(CLEAR);
    under.clear();
  };
  return {
    begin: (title) => under.set(title, Date.now()),
    note: (title, text) => say(row(title, text)),
    done,
    say,
    close,
  };
};
