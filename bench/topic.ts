import type { Cell } from '../scripts/table.ts';

/** A table of a topic; `notes` say how it was measured and what it leaves out. */
export interface BenchTable {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly notes?: readonly string[];
}

/** Something that the project promises of its speed or size. */
export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly sense: 'at most' | 'at least';
  readonly unit: string;
}

export interface TopicResult {
  readonly tables: readonly BenchTable[];
  readonly goals: readonly Goal[];
  /** Everything measured, for the JSON file. */
  readonly data: unknown;
}

export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly run: (progress: (state: string) => void) => Promise<TopicResult>;
}

export const isMet = ({ measured, limit, sense }: Goal): boolean =>
  sense === 'at most' ? measured <= limit : measured >= limit;

/** The goal as a sentence. */
export function goalText(goal: Goal): string {
  const unit = goal.unit === '' ? '' : ` ${goal.unit}`;
  return `${isMet(goal) ? 'met   ' : 'MISSED'}  ${goal.name}: ${goal.measured}${unit}, ${goal.sense} ${goal.limit}${unit}`;
}
