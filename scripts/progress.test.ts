import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startProgress } from './progress.ts';

function record(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, stream: { isTTY, columns, write: (text: string) => written.push(text) } };
}

describe('progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('says nothing of what takes less than a second', () => {
    const { written, stream } = record(true);
    const progress = startProgress('Emitting', stream);
    vi.advanceTimersByTime(900);
    progress.update('3 of 4 modules');
    progress.done();
    vi.advanceTimersByTime(60_000);
    expect(written).toEqual([]);
  });

  it('rewrites one line on a terminal, no longer than the terminal is wide, and wipes it', () => {
    const { written, stream } = record(true, 30);
    const progress = startProgress('Building', stream);
    progress.update('1 of 2');
    vi.advanceTimersByTime(1_000);
    expect(written).toEqual(['\r\x1b[KBuilding: 1 of 2 (1 s)']);
    progress.update('a name too long for this terminal');
    vi.advanceTimersByTime(100);
    expect(written[1]).toBe('\r\x1b[KBuilding: a name too long for');
    progress.done();
    expect(written.slice(2)).toEqual(['\r\x1b[K']);
  });

  it('writes a line every ten seconds into a log', () => {
    const { written, stream } = record(false);
    const progress = startProgress('Simulating', stream);
    progress.update('tile 1 of 9');
    vi.advanceTimersByTime(10_500);
    expect(written).toEqual(['Simulating: tile 1 of 9 (1 s)\n']);
    progress.update('tile 2 of 9');
    vi.advanceTimersByTime(1_000);
    expect(written.slice(1)).toEqual(['Simulating: tile 2 of 9 (11 s)\n']);
    progress.done();
    expect(written).toHaveLength(2);
  });

  it('shows progress of synchronous work, in which no timer runs', () => {
    const { written, stream } = record(false);
    const progress = startProgress('Folding', stream);
    vi.setSystemTime(Date.now() + 1_500);
    progress.update('pass 2');
    progress.done();
    expect(written).toEqual(['Folding: pass 2 (1 s)\n']);
  });
});
