import type { Command } from 'commander';
import { UserError } from '../userError.ts';

export function registerCheck(program: Command): void {
  program.command('check').description('not available yet').action(() => {
    throw new UserError('`check` is not available yet.');
  });
}
