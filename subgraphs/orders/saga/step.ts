import { failpoint } from '../../../kernel/failpoint.ts';

/** A step of the saga, between the two places where tests break the process. */
export const withFailpoint = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  await failpoint(`orders.checkout.${name}.before`);
  const result = await work();
  await failpoint(`orders.checkout.${name}.after`);
  return result;
};
