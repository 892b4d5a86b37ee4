import { describe, expect, it } from 'vitest';
import { icarusAvailable } from '../icarus/available.ts';
import { casesOf } from './campaign.ts';
import { type Fault, faults } from './faults.ts';
import { runSubjects } from './run.ts';
import { type FuzzCase, type Subject, subjectOf } from './subject.ts';

const SEED = 20_260;
/** Modules in which each fault is planted at most, and at first. */
const MODULES = 40;
const FIRST = 8;

/** A case, and its text without a fault. */
interface Base {
  readonly fuzzCase: FuzzCase;
  readonly texts: Subject['texts'];
}

/** The case with the fault, under a name of its own. */
function planted({ fuzzCase }: Base, name: string, { plant }: Fault): Subject {
  const subject = subjectOf(fuzzCase, name);
  return { ...subject, texts: subject.texts.map(({ name: module, text }) => ({ name: module, text: plant(text) })) };
}

describe('planted faults', () => {
  it(`are all caught within ${MODULES} modules that they change`, async () => {
    const cases = [...casesOf('expressions', SEED, 200), ...casesOf('modules', SEED, 240)];
    const bases = cases.map((fuzzCase): Base => ({ fuzzCase, texts: subjectOf(fuzzCase, 'base').texts }));
    const engine = (await icarusAvailable()) ? 'Icarus' : 'Verilator';
    let missed: readonly Fault[] = faults;
    // Most are caught by the first few.
    for (const [from, to] of [
      [0, FIRST],
      [FIRST, MODULES],
    ] as const) {
      const subjects = missed.flatMap((fault, index) =>
        bases
          .filter(({ texts }) => texts.some(({ text }) => fault.plant(text) !== text))
          .slice(from, to)
          .map((base, position) => ({ index, subject: planted(base, `f${index}_${position}`, fault) })),
      );
      const failures = await runSubjects(subjects, { engines: [engine], lint: false, seed: SEED, cycles: 40 });
      const caught = new Set(failures.filter(({ kind }) => kind === 'difference').map(({ index }) => index));
      missed = missed.filter((_, index) => !caught.has(index));
    }
    expect(missed.map(({ name }) => name)).toEqual([]);
  });
});
