import type { HostObserver } from './handler-host.ts';

export function combineObservers(observers: readonly HostObserver[]): HostObserver {
  // One of them, at most: a piece of work is one span.
  const spans = observers.find((observer) => observer.startSpan !== undefined);
  return {
    startSpan: (work, ctx) => spans?.startSpan?.(work, ctx) ?? null,
    callEnded: (call) => observers.forEach((observer) => observer.callEnded?.(call)),
    callRetried: (retry) => observers.forEach((observer) => observer.callRetried?.(retry)),
    eventFailed: (failure) => observers.forEach((observer) => observer.eventFailed?.(failure)),
    jobEnded: (job) => observers.forEach((observer) => observer.jobEnded?.(job)),
    jobParked: (parked) => observers.forEach((observer) => observer.jobParked?.(parked)),
  };
}
