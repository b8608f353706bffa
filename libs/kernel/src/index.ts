export { DomainError, IndexDamagedError, LocalError, errorMessage, isDomainError, isLocalError, type LocalErrorKind } from './errors.ts';
export { contentHash, newId } from './ids.ts';
export { Deadline, withTimeout } from './deadline.ts';
export { backoffMs, retry, sleep, type RetryPolicy } from './retry.ts';
export { CircuitBreaker, type CircuitLimits, type CircuitState } from './circuit-breaker.ts';
export { retryAfterMs } from './retry-after.ts';
export { systemClock, type Clock } from './clock.ts';
export { Semaphore } from './semaphore.ts';
