/** Statuses by which the provider says that our key may not do this: people put the key or its permissions right. */
const DENIALS = { 401: 'PROVIDER_UNAUTHORIZED', 403: 'PROVIDER_FORBIDDEN' } as const;
type Denial = keyof typeof DENIALS;

/** A call that is not made again cannot heal; after so long it is told anew. */
const REMEMBERED_MS = 60 * 60_000;

type Alarm = (what: (typeof DENIALS)[Denial], about: Readonly<{ status: string; call: string }>) => void;

const isDenial = (status: number): status is Denial => Object.hasOwn(DENIALS, status);
/** Neither of these says anything of the key. */
const isSilent = (status: number): boolean => status === 429 || status >= 500;

/**
 * Watches the statuses of the provider's answers. Alarms once when requests begin to be denied, and again only after all denied
 * calls were answered in another way. A key that is accepted once is right for all calls; permissions are a call's own.
 */
export const keyAlarm = (alarm: Alarm, now: () => number) => {
  const denied = { 401: new Map<string, number>(), 403: new Map<string, number>() } as const;
  const deny = (status: Denial, call: string): void => {
    for (const [other, at] of denied[status]) if (now() - at > REMEMBERED_MS) denied[status].delete(other);
    if (denied[status].size === 0) alarm(DENIALS[status], { status: String(status), call });
    denied[status].set(call, now());
  };
  return (status: number, call: string): void => {
    if (isSilent(status)) return;
    if (status !== 401) denied[401].clear();
    if (isDenial(status)) deny(status, call);
    else denied[403].delete(call);
  };
};
