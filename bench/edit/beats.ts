/** What goes through the queue, and so has to come out of it. */
export const beats = Array.from({ length: 500 }, (_, index) => (index * 37) % 251);

/** @throws Error where what came out is not what went in. */
export function requireSame(values: readonly unknown[]): void {
  const wrong = beats.findIndex((beat, index) => Number(values[index]) !== beat);
  if (wrong >= 0 || values.length !== beats.length)
    throw new Error(`The queue gives ${String(values[wrong])} as its beat ${wrong}, not ${beats[wrong]}.`);
}
