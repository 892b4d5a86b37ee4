import type { SourceLocation } from '../diagnostics/diagnostic.ts';

const languageFolder = decodeURIComponent(new URL('..', import.meta.url).pathname);

function pathOf(where: string): string {
  const path = where.startsWith('file://') ? decodeURIComponent(new URL(where).pathname) : where;
  return path.replace(/\?.*$/, '');
}

function fileOf(frame: string): SourceLocation | undefined {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/)?\/?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(frame);
  if (match === null) return undefined;
  const [, where = '', line = '', column = ''] = match;
  return { file: pathOf(where), line: Number(line), column: Number(column) };
}

const isLanguage = (file: string): boolean =>
  file.startsWith('node:') || (file.startsWith(languageFolder) && !file.endsWith('.test.ts'));

/** The innermost place outside the language in a stack as text. */
function outsideOf(stack: string): SourceLocation | undefined {
  for (const frame of stack.split('\n').slice(1)) {
    const location = fileOf(frame.trim());
    if (location !== undefined && !isLanguage(location.file)) return location;
  }
  return undefined;
}

type StackFormat = NonNullable<typeof Error.prepareStackTrace>;

/**
 * Places in sources, by script and by position in what the engine runs; of a script of the language's own, nothing.
 * Mapping one to the other is the dear part, and a module passes few places many times.
 */
const places = new Map<string, Map<number, SourceLocation | undefined> | 'own'>();

function placesIn(script: string): Map<number, SourceLocation | undefined> | 'own' {
  const known = places.get(script);
  if (known !== undefined) return known;
  const found = isLanguage(pathOf(script)) ? 'own' : new Map<number, SourceLocation | undefined>();
  places.set(script, found);
  return found;
}

/** The innermost place outside the language; of the frames, only those outside are formatted. */
function placeOf(frames: readonly NodeJS.CallSite[], format: StackFormat): SourceLocation | undefined {
  for (const frame of frames) {
    const script = frame.getScriptNameOrSourceURL();
    const known = script ? placesIn(script) : 'own';
    if (known === 'own') continue;
    const position = frame.getPosition();
    let place = known.get(position);
    if (place === undefined && !known.has(position)) {
      place = outsideOf(String(format(new Error('place'), [frame])));
      known.set(position, place);
    }
    if (place !== undefined) return place;
  }
  return undefined;
}

/** The object onto which stacks are captured, one after the other: a new one each time costs a fifth more. */
const trace: { stack?: string } = {};
/** How stacks are formatted where `locate` does not ask for their frames. */
let usualFormat: StackFormat | undefined;
let located: SourceLocation | undefined;

/** Stands in for the usual format while a captured stack is looked through. */
const lookThrough: StackFormat = (_, frames) => {
  located = usualFormat === undefined ? undefined : placeOf(frames, usualFormat);
  return '';
};

/** The place that the stack captured last leads to. */
function locate(): SourceLocation | undefined {
  const format = Error.prepareStackTrace;
  // Where nobody says how stacks are formatted, the engine does, and keeps how to itself.
  if (typeof format !== 'function') return outsideOf(trace.stack ?? '');
  usualFormat = format;
  located = undefined;
  Error.prepareStackTrace = lookThrough;
  try {
    // Reading the stack is what formats it.
    void trace.stack;
  } finally {
    Error.prepareStackTrace = format;
  }
  return located;
}

/**
 * Frames to look through: few reach the user's code from most calls, and all of them from what the language builds by
 * itself, such as a multiplexer in a loop, which is calls in calls.
 */
const FRAMES = [12, 40];

/** A function of the language that users call. */
export type Entry = (...given: never[]) => unknown;

/** Whether calls are looked for: not while the language computes by itself. */
let isLooking = true;

/** Runs `body`, which no user's code calls into: what it makes has no place, and does not take the time to look for one. */
export function withoutPlaces<R>(body: () => R): R {
  const before = isLooking;
  isLooking = false;
  try {
    return body();
  } finally {
    isLooking = before;
  }
}

/** The innermost of some frames outside the language itself, from the caller of `above` outwards. */
function locationAbove(above: Entry | typeof CallSite, frames: number): SourceLocation | undefined {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = frames;
  Error.captureStackTrace(trace, above);
  Error.stackTraceLimit = before;
  return locate();
}

/**
 * Where a user called `entry`; where that is not known, the innermost frame outside the language. One frame takes half
 * the time of twelve: most calls are found so.
 */
function locationOfCall(entry: Entry | undefined): SourceLocation | undefined {
  if (!isLooking) return undefined;
  const direct = entry === undefined ? undefined : locationAbove(entry, 1);
  if (direct !== undefined) return direct;
  for (const frames of FRAMES) {
    const location = locationAbove(CallSite, frames);
    if (location !== undefined) return location;
  }
  return undefined;
}

/** The call of a user that is being carried out. */
let openCall: CallSite | undefined;

/**
 * Runs `body`, which carries out one call of `entry` and calls no user's code: whatever it makes has the place of that
 * call. It is looked for before anything else is done, because it costs the more the deeper the stack is.
 */
export function inOneCall<R>(entry: Entry, body: () => R): R {
  if (openCall !== undefined) return body();
  let location: SourceLocation | undefined;
  if (isLooking) {
    // As `locationAbove` does it, but in this very function: every frame between costs up to half a µs.
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = 1;
    Error.captureStackTrace(trace, entry);
    Error.stackTraceLimit = before;
    location = locate();
  }
  openCall = new CallSite(undefined, location);
  try {
    return body();
  } finally {
    openCall = undefined;
  }
}

/**
 * Where a user's code called into the language. It takes some µs. The place is found at once: a stack that is kept for
 * later costs a kilobyte and, in the end, more time.
 */
export class CallSite {
  /** The innermost frame outside the language itself; `undefined` where there is none. */
  readonly location: SourceLocation | undefined;

  /**
   * @param entry what the user called, where that is known: it saves time
   * @param location the place, where it has been found already
   */
  constructor(entry?: Entry, location?: SourceLocation) {
    this.location = location ?? (openCall === undefined ? locationOfCall(entry) : openCall.location);
  }
}

/** The call that is being carried out: what one call makes shares its site. */
export const presentCall = (): CallSite => openCall ?? new CallSite();

/** Whether two calls stand at the same place of the source. */
export function isSamePlace(left: CallSite | undefined, right: CallSite | undefined): boolean {
  const [a, b] = [left?.location, right?.location];
  if (a === b) return a !== undefined;
  return a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}

/**
 * Where something thrown comes from: the innermost place outside the language, and whether the language itself threw it,
 * on its way from there.
 */
export function originOf(thrown: unknown): {
  readonly location: SourceLocation | undefined;
  readonly isLanguage: boolean;
} {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const frames = stack.split('\n').flatMap(frame => (/^\s+at /.test(frame) ? (fileOf(frame.trim()) ?? []) : []));
  const own = frames.filter(({ file }) => !file.startsWith('node:'));
  const location = own.find(({ file }) => !isLanguage(file));
  return { location, isLanguage: own[0] !== undefined && isLanguage(own[0].file) };
}
