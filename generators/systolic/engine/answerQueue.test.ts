import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../dsl/simulate/random.ts';
import { simulate } from '../../../dsl/simulate/simulate.ts';
import { AnswerQueue } from './answerQueue.ts';

describe('answer_queue', () => {
  it.each([1, 2, 5])('answers in order, each kind when one of its kind is done: %i commands', DEPTH => {
    const next = randomBits(DEPTH);
    const chance = (): boolean => (next() & 1) === 1;
    const queue = simulate(AnswerQueue, { DEPTH, CODE_WIDTH: 3 });
    const waiting: { leaves: boolean; code: number }[] = [];
    // Of each kind: commands that are carried out now, and those that are done and not answered.
    const running = { left: 0, kept: 0 };
    const done = { left: 0, kept: 0 };
    const answered = { left: 0, kept: 0, refused: 0 };
    for (let cycle = 0; cycle < 1500; cycle++) {
      const command = { leaves: chance(), code: chance() ? 0 : next() & 7 };
      const offered = chance();
      const responseReady = chance();
      const left = running.left > 0 && chance();
      const kept = running.kept > 0 && chance();
      queue.poke('command_valid', offered);
      queue.poke('command_leaves', command.leaves);
      queue.poke('command_code', command.code);
      queue.poke('response_ready', responseReady);
      queue.poke('left', left);
      queue.poke('kept', kept);

      const [head] = waiting;
      const kind = head?.code !== 0 ? 'refused' : head.leaves ? 'left' : 'kept';
      const answers = head !== undefined && (kind === 'refused' || done[kind] > 0);
      const accepts = waiting.length < DEPTH;
      expect(queue.peekNumber('busy')).toBe(head === undefined ? 0 : 1);
      expect(queue.peekNumber('command_ready')).toBe(accepts ? 1 : 0);
      expect(queue.peekNumber('response_valid')).toBe(answers ? 1 : 0);
      if (answers) expect(queue.peekNumber('response_code')).toBe(head.code);

      for (const [happened, finished] of [
        [left, 'left'],
        [kept, 'kept'],
      ] as const)
        if (happened) {
          running[finished]--;
          done[finished]++;
        }
      if (answers && responseReady) {
        waiting.shift();
        answered[kind]++;
        if (kind !== 'refused') done[kind]--;
      }
      if (offered && accepts) {
        waiting.push(command);
        if (command.code === 0) running[command.leaves ? 'left' : 'kept']++;
      }
      queue.step();
    }
    for (const count of Object.values(answered)) expect(count).toBeGreaterThan(20);
  });
});
