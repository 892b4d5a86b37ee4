import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { Memory } from '../../ir/memory.ts';
import { regionsOf } from '../../ir/visit.ts';
import { Liveness } from './liveness.ts';
import { isGiven } from './names.ts';
import { placed } from './place.ts';
import { roleNames } from './undriven.ts';
import { parametersIn, type UsedExpression } from './usedExpressions.ts';

/** What a user declared as one: a signal, or all signals of a struct or a stream. */
interface Group {
  readonly name: string;
  readonly first: Declaration;
  readonly all: Declaration[];
}

function groupsIn(region: Region): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const signal of region.signals) {
    if (!isGiven(signal) || signal.clockPort !== undefined) continue;
    const name = signal.stream?.name ?? signal.field?.of ?? signal.key;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, { name, first: signal, all: [signal] });
    else known.all.push(signal);
  }
  return [...groups.values()];
}

function restingText({ reset }: Declaration): string {
  return reset?.kind === 'none' ? 'has an undefined value' : 'keeps the value that it is reset to';
}

function unusedSignals(group: Group, live: Liveness): readonly Diagnostic[] {
  const { first, name } = group;
  const sources = group.all.filter(({ role }) => role !== 'output');
  if (sources.length === 0) return [];
  const where = placed(first.site, 'declared here');
  const found: Diagnostic[] = [];
  if (!sources.some(signal => live.isLive(signal))) {
    const isRead = sources.some(signal => live.isRead(signal));
    const what = first.stream === undefined ? roleNames[first.role] : 'Stream';
    const detail = isRead ? ' but by what nothing reads, or itself' : '';
    found.push(
      diagnostic('never-read', { what, name, suggestion: `\`m.unused({ ${name} }, reason)\``, detail }, where),
    );
  } else if (first.role === 'register' && !sources.some(signal => live.isAssigned(signal)))
    found.push(diagnostic('never-assigned', { name, value: restingText(first) }, where));
  return found;
}

function unusedMemory(memory: Memory, live: Liveness): readonly Diagnostic[] {
  if (memory.byLanguage === true || live.isLive(memory)) return [];
  const holes = { what: 'Memory', name: memory.key, suggestion: '`m.unused` takes what is read of it', detail: '' };
  return [diagnostic('never-read', holes, placed(memory.site, 'declared here'))];
}

/** What a module declares and nothing needs. */
export function checkUnused(module: HwModule, expressions: readonly UsedExpression[]): readonly Diagnostic[] {
  const live = new Liveness(module.root);
  const found: Diagnostic[] = [];
  const visit = (region: Region): void => {
    for (const group of groupsIn(region)) found.push(...unusedSignals(group, live));
    for (const memory of region.memories) found.push(...unusedMemory(memory, live));
    for (const statement of region.statements) for (const inner of regionsOf(statement)) visit(inner);
  };
  visit(module.root);
  const used = parametersIn(expressions);
  for (const name of module.kept)
    if (!used.has(name))
      found.push(
        diagnostic(
          'unused-parameter',
          { name, module: module.baseName },
          placed(module.specs[name]?.site, 'declared here'),
        ),
      );
  return found;
}
