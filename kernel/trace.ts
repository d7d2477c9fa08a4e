/** Which end of what a span is, in OpenTelemetry's words. */
export type SpanKind = 'server' | 'client' | 'consumer' | 'internal';
/** What a span says of itself: names and numbers of ours, never a variable, a text or a word of a person. */
export type Marks = Readonly<Record<string, string | number>>;
/** A place in a trace as W3C writes it: `traceparent` and, where there is one, `tracestate`. */
export type TracePlace = Readonly<{ traceparent?: string | undefined; tracestate?: string | undefined }>;
type Span = Readonly<{ name: string; kind: SpanKind; marks?: Marks; from?: TracePlace }>;

export type Tracer = Readonly<{
  span<T>(span: Span, run: () => Promise<T>): Promise<T>;
  mark(marks: Marks): void;
  place(): TracePlace;
  traceId(): string | undefined;
  stop(): Promise<void>;
}>;

let tracer: Tracer | null = null;

export const traceWith = (given: Tracer | null): void => {
  tracer = given;
};

/** Runs a piece of work as a span of the trace that is under way, or of the one that `from` belongs to. */
export const traced = <T>(span: Span, run: () => Promise<T>): Promise<T> =>
  tracer ? tracer.span(span, run) : run();

/** Says more of the span that is under way; one with an `error.type` has failed. */
export const mark = (marks: Marks): void => tracer?.mark(marks);

/** What a hop or a job carries, so that the trace goes on there; nothing where nothing is traced. */
export const tracePlace = (): TracePlace => tracer?.place() ?? {};

export const traceId = (): string | undefined => tracer?.traceId();

/** The place in a trace that a caller's headers name; whether it is one is for the tracer to read. */
export const placeOf = ({
  traceparent,
  tracestate,
}: Readonly<Record<string, string | string[] | undefined>>): TracePlace => ({
  ...(typeof traceparent === 'string' ? { traceparent } : {}),
  ...(typeof tracestate === 'string' ? { tracestate } : {}),
});
