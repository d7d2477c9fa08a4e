import type { ProcessManager } from '../processes/processManager.ts';
import type { Environment } from '../processes/program.ts';
import type { Supervised } from '../processes/supervise.ts';
import type { UrlName } from './urls.ts';

/** What starting a store needs to know. */
export type Wanted = Readonly<{
  processes: ProcessManager;
  env: Environment;
  /** Data of a test: what costs time for the sake of power cuts is left out. */
  throwaway: boolean;
  /** Says what takes long. */
  note(text: string): void;
}>;

export type Started = Readonly<{
  urls: Partial<Record<UrlName, string>>;
  service: Supervised;
  /** What it is and where, for people. */
  about: string;
}>;
