import { type JunitCase, junitXml } from '../../../scripts/junit.ts';
import { FAMILIES } from './randomFamily.ts';
import { describeFailure, type TaskReport } from './randomRegression.ts';
import { caseName, type RandomTask } from './randomTask.ts';

/** A random regression as JUnit XML: a suite a block, a test case a case, in order. */
export function regressionJunit(tasks: readonly RandomTask[], reports: readonly TaskReport[]): string {
  const families = [...new Set(tasks.map(({ family }) => family))];
  return junitXml(
    families.map(family => {
      const [first] = tasks.filter(task => task.family === family);
      const { seed = 0, simulator = 'verilator', designs = [] } = first ?? {};
      const ours = reports
        .filter(({ task }) => task.family === family)
        .toSorted((one, other) => one.report.index - other.report.index);
      const bindings = new Map<number, string>();
      const className = (index: number): string => {
        const binding = Math.floor(index / FAMILIES[family].casesPerBinding);
        const known = bindings.get(binding);
        if (known !== undefined) return known;
        const { configuration, overrides } = FAMILIES[family].binding(designs, seed, binding);
        const text = overrides === '' ? configuration : `${configuration} ${overrides}`;
        bindings.set(binding, text);
        return text;
      };
      return {
        name: `random cases of the ${family}`,
        properties: { seed: String(seed), simulator },
        cases: ours.map(({ task, report }): JunitCase => {
          const { index, cycles, failure } = report;
          const common = { name: caseName(task, index), className: className(index), output: `${cycles} cycles` };
          if (failure === undefined) return common;
          return { ...common, failure: { message: failure.fault, details: describeFailure(report, task) } };
        }),
      };
    }),
  );
}
