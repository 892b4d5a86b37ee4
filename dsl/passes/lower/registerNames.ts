import type { Declaration } from '../../ir/declaration.ts';
import type { Region } from '../../ir/hwModule.ts';
import { toExpr } from '../../ir/integer.ts';
import type { Memory } from '../../ir/memory.ts';
import type { InstanceStatement } from '../../ir/statement.ts';
import type { HwType } from '../../types.ts';
import type { Frame } from './frame.ts';

/** Where a register stands in the output: a loop that owns it has one in every iteration. */
export interface RegisterPlace {
  readonly name: string;
  readonly region: Region;
  /** Whether it is declared with a range. */
  readonly isVector: boolean;
}

export const hasRange = (type: HwType): boolean => toExpr(type.width).constant !== 1;

/** What the things of a lowered module are called in the output: for constraints, which lead to them from outside. */
export interface OutputNames {
  register(declaration: Declaration): RegisterPlace;
  memory(memory: Memory): string;
  label(region: Region): string;
  instance(statement: InstanceStatement): string;
}

export function outputNames(frame: Frame): OutputNames {
  const { names, writers } = frame;
  return {
    register: declaration => {
      const writer = writers.get(declaration);
      if (writer?.kind === 'owned')
        return { name: frame.elementName(declaration), region: writer.loop, isVector: hasRange(writer.target.type) };
      return { name: names.of(declaration), region: declaration.region, isVector: hasRange(declaration.type) };
    },
    memory: memory => names.of(memory),
    label: region => names.label(region),
    instance: statement => names.instance(statement),
  };
}
