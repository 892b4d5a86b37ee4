/**
 * An error that a user caused and can cure: a wrong file, option or value. Commands print `error: <message>` and,
 * indented, the remedy, and exit with 1; no stack trace is shown.
 */
export class UserError extends Error {
  /** What to do about it, as a sentence; empty when the message says it all. */
  readonly remedy: string;

  constructor(message: string, remedy = '') {
    super(message);
    this.name = 'UserError';
    this.remedy = remedy;
  }
}
