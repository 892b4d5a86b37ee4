import { area } from './area.ts';
import { builtIn } from './builtIn.ts';
import { edit } from './editToResult.ts';
import { emission } from './emission.ts';
import { engine } from './engine.ts';
import { passes } from './passes.ts';
import { peers } from './peers/topic.ts';
import { simulation } from './simulation.ts';
import { size } from './size.ts';
import type { Topic } from './topic.ts';
import { types } from './types/types.ts';

/** What `npm run bench` measures, in order. */
export const topics: readonly Topic[] = [emission, passes, simulation, builtIn, area, engine, edit, size, types, peers];
