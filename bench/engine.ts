import { areaFigures } from './engineArea.ts';
import { cycleFigures } from './engineCycles.ts';
import { speedFigures } from './engineSpeed.ts';
import type { Topic, TopicResult } from './topic.ts';

async function run(progress: (state: string) => void): Promise<TopicResult> {
  const cycles = await cycleFigures(progress);
  const area = await areaFigures(progress);
  const speed = await speedFigures(progress);
  return {
    tables: [cycles.table, area.table, speed.table],
    goals: cycles.goals,
    data: { cycles: cycles.data, area: area.data, speed: speed.data },
  };
}

export const engine: Topic = {
  name: 'engine',
  summary: 'the matmul engine: its cycles, its cells without memories, how fast it is simulated',
  run,
};
