import type { SourceLocation } from '../diagnostics/diagnostic.ts';

const languageFolder = decodeURIComponent(new URL('..', import.meta.url).pathname);

function fileOf(frame: string): SourceLocation | undefined {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(frame);
  if (match === null) return undefined;
  const [, where = '', line = '', column = ''] = match;
  const file = where.startsWith('file://') ? decodeURIComponent(new URL(where).pathname) : where;
  return { file: file.replace(/\?.*$/, ''), line: Number(line), column: Number(column) };
}

const isLanguage = (file: string): boolean =>
  file.startsWith('node:') || (file.startsWith(languageFolder) && !file.endsWith('.test.ts'));

/**
 * Where a user's code called into the language. Capturing costs about 3 µs, because the stack is only formatted when
 * the place is asked for.
 */
export class CallSite {
  readonly #trace: { stack?: string } = {};
  #location: SourceLocation | undefined;
  #resolved = false;

  constructor() {
    Error.captureStackTrace(this.#trace, CallSite);
  }

  /** The innermost frame outside the language itself; `undefined` where there is none. */
  get location(): SourceLocation | undefined {
    if (!this.#resolved) {
      this.#resolved = true;
      for (const frame of (this.#trace.stack ?? '').split('\n').slice(1)) {
        const location = fileOf(frame.trim());
        if (location !== undefined && !isLanguage(location.file)) {
          this.#location = location;
          break;
        }
      }
      delete this.#trace.stack;
    }
    return this.#location;
  }
}

/** Whether two calls stand at the same place of the source. */
export function isSamePlace(left: CallSite | undefined, right: CallSite | undefined): boolean {
  const [a, b] = [left?.location, right?.location];
  return a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}
