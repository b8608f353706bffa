/** The part of a logger that the edge needs; a pino logger fits. */
export interface EdgeLog {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
}
