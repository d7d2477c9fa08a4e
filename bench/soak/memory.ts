/** A sample of what a process holds: when it was taken (hours), and how much (MB). */
export type Sample = Readonly<{ hours: number; megabytes: number }>;

const OLD_SPACE = /^nodejs_heap_space_size_used_bytes\{[^}]*space="old"[^}]*\} (\S+)$/m;
const MEGA = 1_000_000;

/** What lived through collections in a process (MB), as its own metrics say. */
export const heldBy = async (port: number): Promise<number> => {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(OLD_SPACE.exec(metrics)?.[1]) / MEGA;
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** By how much it grows in an hour (MB), by least squares. */
export const slopeOf = (samples: readonly Sample[]): number => {
  const [at, held] = [
    mean(samples.map(({ hours }) => hours)),
    mean(samples.map(({ megabytes }) => megabytes)),
  ];
  const along = samples.reduce((sum, { hours, megabytes }) => sum + (hours - at) * (megabytes - held), 0);
  const across = samples.reduce((sum, { hours }) => sum + (hours - at) ** 2, 0);
  return along / across;
};
