import type { DiagnosticCode } from '../../dsl/diagnostics/codes.ts';
import { attributeCases } from './attributes.ts';
import { behaviour } from './behaviour.ts';
import { blackBoxes } from './blackBoxes.ts';
import type { Case, Cases } from './case.ts';
import { clocks } from './clocks.ts';
import { displayCases } from './display.ts';
import { drivers } from './drivers.ts';
import { host } from './host.ts';
import { instances } from './instances.ts';
import { memories } from './memories.ts';
import { names } from './names.ts';
import { parameters } from './parameters.ts';
import { unusedParts } from './unused.ts';
import { values } from './values.ts';
import { widths } from './widths.ts';

/** Every code has a section: one that is missing here, or stands in none of these files, does not compile. */
export const sections = {
  ...widths,
  ...values,
  ...drivers,
  ...behaviour,
  ...clocks,
  ...host,
  ...instances,
  ...memories,
  ...blackBoxes,
  ...displayCases,
  ...attributeCases,
  ...names,
  ...parameters,
  ...unusedParts,
} satisfies Record<Exclude<DiagnosticCode, 'internal'>, Case>;

/** A part of the page, and the file beside this one in which its programs stand. */
export interface Chapter {
  readonly title: string;
  readonly file: string;
  readonly cases: Cases;
}

export const chapters: readonly Chapter[] = [
  { title: 'Types and widths', file: 'widths.ts', cases: widths },
  { title: 'Where values belong', file: 'values.ts', cases: values },
  { title: 'Drivers', file: 'drivers.ts', cases: drivers },
  { title: 'Behaviour', file: 'behaviour.ts', cases: behaviour },
  { title: 'Clocks', file: 'clocks.ts', cases: clocks },
  { title: 'Memories', file: 'memories.ts', cases: memories },
  { title: 'Black boxes', file: 'blackBoxes.ts', cases: blackBoxes },
  { title: 'Printing', file: 'display.ts', cases: displayCases },
  { title: 'Attributes', file: 'attributes.ts', cases: attributeCases },
  { title: 'JavaScript and hardware', file: 'host.ts', cases: host },
  { title: 'Modules and instances', file: 'instances.ts', cases: instances },
  { title: 'Names', file: 'names.ts', cases: names },
  { title: 'Parameters', file: 'parameters.ts', cases: parameters },
  { title: 'What nothing needs', file: 'unused.ts', cases: unusedParts },
];
