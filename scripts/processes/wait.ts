export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** As `sleep`, for the end of a race: it keeps no process alive that the other one has won. */
export const patience = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Asks again and again; false where the time is over first. */
export const until = async (
  holds: () => boolean | Promise<boolean>,
  within: number,
  every = 50,
): Promise<boolean> => {
  const deadline = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await sleep(every);
  }
  return true;
};
