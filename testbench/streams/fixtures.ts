import { fileURLToPath } from 'node:url';

/** The designs on which the runners are tested. */
export const fixture = (name: 'fifo' | 'wide' | 'accumulator' | 'rude' | 'sloppy'): string =>
  fileURLToPath(new URL(`fixtures/${name}.v`, import.meta.url));
