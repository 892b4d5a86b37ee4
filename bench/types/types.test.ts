import { expect, it } from 'vitest';
import { GeneratedProject } from './checker.ts';
import { MOST_INSTANTIATIONS } from './types.ts';

const instantiations = async (modules: number): Promise<number> =>
  (await GeneratedProject.with(modules, project => project.check())).instantiations;

it('the types cost the checker so many instantiations a module at most, and as many in a larger file', async () => {
  const [none, some, twice] = [await instantiations(0), await instantiations(20), await instantiations(40)];
  const first = (some - none) / 20;
  const second = (twice - some) / 20;
  expect(first).toBeGreaterThan(100);
  expect(first).toBeLessThan(MOST_INSTANTIATIONS);
  expect(second / first).toBeLessThan(1.1);
});
