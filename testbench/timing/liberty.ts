/** Every delay and every constraint of the library, in nanoseconds: paths are told by their endpoints, not by their length. */
const delay = 0.1;

const values = (names: readonly string[]): string =>
  names.map(name => `${name}(scalar) { values("${delay}"); }`).join(' ');
const arcs = values(['cell_rise', 'cell_fall', 'rise_transition', 'fall_transition']);
const constraints = values(['rise_constraint', 'fall_constraint']);

const check = (type: string): string => `timing () { related_pin : "C"; timing_type : ${type}; ${constraints} }`;
const input = (name: string, checks: readonly string[] = []): string =>
  `pin (${name}) { direction : input; capacitance : 0.001; ${checks.map(check).join(' ')} }`;
const output = (name: string, value: string, timing: string): string =>
  `pin (${name}) { direction : output; function : "${value}"; timing () { ${timing} ${arcs} } }`;
const gate = (name: string, pins: readonly string[], value: string): string =>
  `cell (${name}) { area : 1; ${pins.map(pin => input(pin)).join(' ')} ${output('Y', value, `related_pin : "${pins.join(' ')}";`)} }`;

const clockPin = 'pin (C) { direction : input; clock : true; capacitance : 0.001; }';
const dataPin = input('D', ['setup_rising', 'hold_rising']);
const state = output('Q', 'IQ', 'related_pin : "C"; timing_type : rising_edge;');

const thresholds = ['rise', 'fall'].flatMap(edge => [
  `input_threshold_pct_${edge} : 50;`,
  `output_threshold_pct_${edge} : 50;`,
  `slew_lower_threshold_pct_${edge} : 20;`,
  `slew_upper_threshold_pct_${edge} : 80;`,
]);

/** A library of four cells, for reading constraints: a NAND gate, an inverter, flip-flops without and with a clear. */
export const liberty = `library (cells) {
  delay_model : table_lookup;
  time_unit : "1ns"; voltage_unit : "1V"; current_unit : "1mA"; pulling_resistance_unit : "1kohm";
  capacitive_load_unit (1, pf);
  nom_process : 1; nom_voltage : 1; nom_temperature : 25;
  ${thresholds.join(' ')}
  ${gate('INV', ['A'], '!A')}
  ${gate('NAND', ['A', 'B'], '!(A*B)')}
  cell (DFF) { area : 4; ff (IQ, IQN) { clocked_on : "C"; next_state : "D"; } ${clockPin} ${dataPin} ${state} }
  cell (DFFR) { area : 5; ff (IQ, IQN) { clocked_on : "C"; next_state : "D"; clear : "!R"; } ${clockPin} ${dataPin}
    ${input('R', ['recovery_rising', 'removal_rising'])} ${state} }
}
`;
