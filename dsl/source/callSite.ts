/** A property of an object literal that a call was given: where it stands and what was written about it. */
export interface SourceKey {
  readonly doc?: string;
  readonly line: number;
  readonly column: number;
}

/** What the source says about one call. */
export interface SourceCall {
  /** The `const` or the property that holds exactly the result of the call. */
  readonly name?: string;
  /** The names of `const [left, right] = …`, by position; one that stands for no element is absent. */
  readonly elements?: Readonly<Record<string, string>>;
  /** It is a property that holds the result. */
  readonly isProperty?: true;
  /** The doc comment of that statement or property. */
  readonly doc?: string;
  /** The `//` lines directly above that statement or property. */
  readonly comment?: string;
  /**
   * Properties of the object literals among the arguments, by their path: `head` for `m.regs({ head: ... })`,
   * `params.ROWS` and `ports.west_a` for `module(name, { params, ports: (...) => ({ ... }) }, ...)`.
   */
  readonly keys?: Readonly<Record<string, SourceKey>>;
}

/** The calls of one file by `line:column`, where a stack trace places them. Calls with nothing to tell are absent. */
export type FileCalls = Readonly<Record<string, SourceCall>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string';

const isSourceKey = (value: unknown): value is SourceKey =>
  isObject(value) && isOptionalText(value.doc) && Number.isInteger(value.line) && Number.isInteger(value.column);

const isSourceCall = (value: unknown): value is SourceCall =>
  isObject(value) &&
  [value.name, value.doc, value.comment].every(isOptionalText) &&
  (value.isProperty === undefined || value.isProperty === true) &&
  (value.elements === undefined || (isObject(value.elements) && Object.values(value.elements).every(isOptionalText))) &&
  (value.keys === undefined || (isObject(value.keys) && Object.values(value.keys).every(isSourceKey)));

/** Whether a value read back from a cache is what was written there. */
export const isFileCalls = (value: unknown): value is FileCalls =>
  isObject(value) && Object.values(value).every(isSourceCall);
