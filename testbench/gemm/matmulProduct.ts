/** A user's product as the engine is told of it. */
import { UserError } from '../../scripts/userError.ts';
import { clampOf, type Requantisation } from '../golden/requantise.ts';
import { type ColumnScaling, modes, modesOf } from './engineCommand.ts';
import { bitsOfFloat, type Channel } from './engineWork.ts';
import type { FoldedOperands } from './foldOperands.ts';
import type { MatmulDesign } from './matmulDesign.ts';
import type { CommandTemplate } from './matmulPlan.ts';
import type { MatmulProduct } from './runMatmul.ts';

/** @throws UserError when the engine has no such mode */
export function checkMode({ name, parameters }: MatmulDesign, { mode }: Requantisation): void {
  if (modesOf(parameters).includes(modes[mode])) return;
  const why = parameters.REQUANT_LANES === 0 ? 'its REQUANT_LANES is 0' : 'its FLOAT is 0';
  throw new UserError(
    `${name} has no mode ${mode}: ${why}.`,
    'Choose another mode or configuration, or leave out --requant for raw sums.',
  );
}

/** One scaling for all columns, or one a column. */
function scalings(requantisation: Requantisation): ColumnScaling[] {
  if (requantisation.mode === 'float') {
    return Array.from(requantisation.scale, value => ({ scale: bitsOfFloat(value), shift: 0 }));
  }
  const { multiplier, shift } = requantisation;
  return Array.from({ length: Math.max(multiplier.length, shift.length) }, (_, column) => ({
    scale: multiplier[multiplier.length === 1 ? 0 : column] ?? 0,
    shift: shift[shift.length === 1 ? 0 : column] ?? 0,
  }));
}

const unscaled: ColumnScaling = { scale: 0, shift: 0 };

/** A product as commands are to say it. @param requantisation absent for raw sums */
export function matmulProduct(operands: FoldedOperands, requantisation?: Requantisation): MatmulProduct {
  const { bias, n } = operands;
  const columns = requantisation === undefined ? [unscaled] : scalings(requantisation);
  const [first = unscaled] = columns;
  const perChannel = columns.length > 1;
  const clamp =
    requantisation === undefined
      ? { offset: 0, low: 0, high: 0 }
      : { offset: requantisation.offset, ...clampOf(requantisation) };
  const template: CommandTemplate = {
    bias: bias !== undefined,
    mode: requantisation === undefined ? modes.raw : modes[requantisation.mode],
    perChannel,
    ...first,
    ...clamp,
  };
  const channels = Array.from(
    { length: n },
    (_, column): Channel => ({ bias: bias?.[column] ?? 0, ...(perChannel ? (columns[column] ?? first) : first) }),
  );
  return { operands, template, channels };
}
