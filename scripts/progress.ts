/** Progress of something that may take a while, on stderr. */
export interface Progress {
  /** Says how far it is, e.g. `12 of 200 cases`. Cheap: call it as often as there is news. */
  update(state: string): void;
  /** Ends it: a rewritten line is wiped away. */
  done(): void;
}

/** As much of a terminal or a log as is needed here. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Nothing is shown before this: what is quick stays quiet. */
const quietMs = 1_000;
/** How often a terminal's line is rewritten, and how often a log gets a line. */
const terminalMs = 100;
const logMs = 10_000;

/**
 * Starts to show progress under `label`: on a terminal as one line that is rewritten, elsewhere as a line every ten
 * seconds. Works for synchronous work too, where only `update` gets a chance to write.
 */
export function startProgress(label: string, stream: ProgressStream = process.stderr): Progress {
  const start = Date.now();
  const isTerminal = stream.isTTY === true;
  let state = '';
  let next = start + quietMs;
  let shown = false;

  const show = (): void => {
    const now = Date.now();
    if (now < next) return;
    next = now + (isTerminal ? terminalMs : logMs);
    const line = `${label}${state === '' ? '' : `: ${state}`} (${Math.floor((now - start) / 1000)} s)`;
    stream.write(isTerminal ? `\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`);
    shown = true;
  };

  // Elapsed time moves on even where there is no news; the timer keeps nothing alive.
  const timer = setInterval(show, isTerminal ? terminalMs : quietMs);
  timer.unref();
  return {
    update: text => {
      state = text;
      show();
    },
    done: () => {
      clearInterval(timer);
      if (isTerminal && shown) stream.write('\r\x1b[K');
    },
  };
}
