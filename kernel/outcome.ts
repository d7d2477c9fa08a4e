/** Something that a person can put right. `code` is one of the schema's `UserErrorCode`; `field` is the path into the mutation's input. */
export type Refusal = Readonly<{ code: string; message: string; field: readonly (string | number)[] | null }>;

/** What a rule decides: the new value, or why not. Refusals are values; nothing is thrown for what a person can cause. */
export type Outcome<T> =
  | Readonly<{ ok: true; value: T }>
  | Readonly<{ ok: false; refusals: readonly Refusal[] }>;

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const refuse = (
  code: string,
  message: string,
  field: readonly (string | number)[] | null = null,
): Outcome<never> => ({
  ok: false,
  refusals: [{ code, message, field }],
});

export const refuseAll = (refusals: readonly Refusal[]): Outcome<never> => ({ ok: false, refusals });

/** Goes on with the value, or hands the refusals through. */
export const andThen = <A, B>(outcome: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> =>
  outcome.ok ? next(outcome.value) : outcome;

/** A `UserError` as the schema has it. */
export type UserErrorAnswer<Code extends string> = { code: Code; message: string; field: string[] | null };

/** Refusals as `userErrors`, their paths below the argument that the mutation takes. */
export const userErrors = <Code extends string>(
  outcome: Outcome<unknown>,
  argument: string | null = 'input',
): UserErrorAnswer<Code>[] =>
  outcome.ok
    ? []
    : outcome.refusals.map(({ code, message, field }) => ({
        code: code as Code,
        message,
        field: field && [...(argument === null ? [] : [argument]), ...field.map(String)],
      }));

/** A mutation's payload: the thing under its name or null, and the user errors. */
export const payload =
  <Name extends string, Code extends string>(name: Name, argument: string | null = 'input') =>
  <T>(outcome: Outcome<T>): { [K in Name]: T | null } & { userErrors: UserErrorAnswer<Code>[] } =>
    ({ [name]: outcome.ok ? outcome.value : null, userErrors: userErrors<Code>(outcome, argument) }) as {
      [K in Name]: T | null;
    } & { userErrors: UserErrorAnswer<Code>[] };
