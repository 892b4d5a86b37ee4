import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Answer = 'sat' | 'unsat' | 'unknown';

/** A conversation with z3: commands go in, each question has one answer. */
export class Z3Session {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  readonly #lines: string[] = [];
  #ended: Error | undefined;

  constructor(program: string) {
    this.#process = spawn(program, ['-smt2', '-in']);
    createInterface(this.#process.stdout).on('line', line => {
      const first = this.#waiting.shift();
      if (first === undefined) this.#lines.push(line);
      else first.resolve(line);
    });
    const end = (error: Error): void => {
      this.#ended ??= error;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    this.#process.on('error', end);
    this.#process.on('close', () => end(new Error('z3 ended before it answered')));
    // A write to a process that was killed is no error of its own: the answer that never comes is.
    this.#process.stdin.on('error', () => undefined);
  }

  tell(...commands: readonly string[]): void {
    this.#process.stdin.write(`${commands.join('\n')}\n`);
  }

  #line(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Whether all that was told can hold at once. @throws Error when z3 complains or was closed */
  async check(): Promise<Answer> {
    this.tell('(check-sat)');
    const line = await this.#line();
    if (line === 'sat' || line === 'unsat' || line === 'unknown') return line;
    throw new Error(`z3 says: ${line}`);
  }

  /** Values of terms, one each, after `check` said sat. */
  async values(terms: readonly string[]): Promise<bigint[]> {
    const found: bigint[] = [];
    for (const term of terms) this.tell(`(get-value (${term}))`);
    for (const term of terms) {
      let text = '';
      // A long term is answered on several lines.
      do text += ` ${await this.#line()}`;
      while (!/\)\)\s*$/.test(text));
      const value = /(true|false|#b[01]+|#x[0-9a-f]+)\)\)\s*$/.exec(text)?.[1];
      if (value === undefined) throw new Error(`z3 gives no value of ${term}: ${text}`);
      found.push(value === 'true' ? 1n : value === 'false' ? 0n : BigInt(`0${value.slice(1)}`));
    }
    return found;
  }

  close(): void {
    this.#ended ??= new Error('the session was closed');
    this.#process.kill('SIGKILL');
  }
}
