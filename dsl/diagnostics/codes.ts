export type Severity = 'error' | 'warning';

/**
 * Every diagnostic that the language can give: code, severity, sentence and remedy. A `{hole}` in a sentence or a remedy
 * is part of its type, so that forgetting to fill one does not compile. Each has a section of its own in
 * docs/diagnostics.md, made from an entry in docs/diagnostics/; the type checker says where one is missing.
 */
interface Entry {
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
}

const error = <const M extends string, const R extends string>(message: M, remedy: R) =>
  ({ severity: 'error', message, remedy }) as const satisfies Entry;

const warning = <const M extends string, const R extends string>(message: M, remedy: R) =>
  ({ severity: 'warning', message, remedy }) as const satisfies Entry;

export const diagnosticTable = {
  'width-mismatch': error(
    '`{target}` holds {targetWidth} bits, but the value has {valueWidth}.',
    'Say what becomes of the difference: {suggestion}.',
  ),
  'unproved-width': error(
    'The sizes of `{target}`, {targetSize}, and of {value}, {valueSize}, {problem} when {binding}: {targetValue} and {neededValue}.',
    'Make them agree for every legal value of the parameters, or rule this one out with a range or a relation in `where`.',
  ),
  'unproved-constant': error(
    'The constant {value} does not fit when {binding}: that needs {relation}.',
    'Use a wider type, or rule these values out with a range or a relation in `where`.',
  ),
  'sign-mismatch': error(
    '`{operation}` mixes {left} with {right}.',
    'Cast one side: `asSint()` and `asUint()` keep the bits, `toSint()` adds a sign bit and keeps the value.',
  ),
  'type-mismatch': error('`{operation}` expects {expected}, but got {actual}.', '{suggestion}'),
  'wrong-argument': error('{what} must be {expected}, but is {actual}.', '{suggestion}'),
  undriven: error('{what} `{name}` is never given a value{detail}.', 'Assign it, or remove it if nothing needs it.'),
  'multiply-driven': error(
    '{what} `{name}` has more than one driver{detail}.',
    'Give it one driver: one unconditional `set`, one loop, or one instance output; use `when` or `mux` to choose between values.',
  ),
  'partly-driven': error(
    '{what} `{name}` is given a value only in part{detail}.',
    'Assign every element and every bit, for every value of the parameters; or all of it first, and then parts.',
  ),
  'no-default': error(
    '`{name}` keeps no value, but is assigned only under a condition.',
    'Give it a default before the `when`, or an `otherwise`; use `m.regs` if it should keep its value.',
  ),
  'register-written-in-two-ways': error(
    'Register `{name}` is written in {first} and in {second}: {problem}.',
    'Write it in one place: declare it inside the loop, or assign all of it in that one loop.',
  ),
  'combinational-loop': error(
    'The value of `{name}` depends on itself without a register in between: {path}.',
    'Put a register into the path, or break it.{parts}',
  ),
  'unconnected-port': error(
    'Port `{port}` of instance `{instance}` of `{module}` is not connected.',
    'Connect it; an output that nothing needs takes `unused(reason)`.',
  ),
  'unknown-port': error('`{module}` has no port `{port}`.', 'Its ports are {ports}.'),
  'unknown-parameter': error('`{module}` has no parameter `{parameter}`.', 'Its parameters are {parameters}.'),
  'parameter-out-of-range': error(
    '{parameter} of `{module}` is {value}, but must be {range}.',
    'Choose a value in its range.',
  ),
  'unsatisfiable-parameters': error(
    'No values of the parameters of `{module}` are legal: {problem}.',
    'Widen a range, or change the relation.',
  ),
  'relation-violated': error(
    'The parameters of `{module}` violate its relation {relation}: {binding}.',
    'Choose values that satisfy the relation.',
  ),
  'illegal-instance': error(
    'Instance `{instance}` of `{module}` is not legal{when}: {problem}.',
    'Give arguments that are legal for every value of the parameters around the instance, or rule values out with a range or a relation in `where`.',
  ),
  'parameter-overflow': error(
    'The parameter expression {expression} leaves 32 bits{detail}.',
    'Verilog integers have 32 bits: keep the expression smaller.',
  ),
  'assignment-to-input': error(
    '`{name}` is an input of `{module}`: it cannot be assigned.',
    'Assign an output, a wire or a register.',
  ),
  'assignment-to-value': error(
    'This value cannot be assigned: it is the result of an expression.',
    'Assign an output, a wire or a register, an element of one, or bits of a number. What is more than a number is assigned in parts as a vec or a struct, of which `pack` gives all bits.',
  ),
  'illegal-name': error('`{name}` cannot be the name of {what}: {reason}.', 'Choose another name.'),
  'module-name-clash': error(
    'Two different modules are called `{name}`{detail}: in Verilog they would be one.',
    'Give one of them another name. Where a function makes modules, put what differs into the name or a parameter.',
  ),
  'duplicate-name': error('{what} `{name}` is declared twice.', 'Give one of the two another name.'),
  'constant-out-of-range': error(
    'The constant {value} does not fit {type}, which holds {low} to {high}.',
    'Use a wider type or another constant{hint}.',
  ),
  'index-out-of-range': error(
    'Index {index} is outside `{name}`, which has {length} elements{detail}.',
    'Keep the index below the length for every value of the parameters; `genIf` can leave an edge out.',
  ),
  'host-condition': error(
    '`{expression}` is a {kind}, and JavaScript takes every object as true: {consequence}.',
    'Use {suggestion}.',
  ),
  'hardware-value': error(
    '`{expression}` is a hardware value: it has no value while the module is described.',
    'Use the methods of the value, such as `add`, `lt` and `eq`.',
  ),
  'symbolic-value': error(
    '{expression} is a parameter expression: it has no value while the module is described.',
    'Compare with `.eq`, `.atLeast` and the like in `genIf`, or read `.value` to make the parameter structural.',
  ),
  'outside-module': error(
    '`{operation}` works only while a module is described.',
    'Call it in the body of a `module`.',
  ),
  'foreign-value': error(
    '{what} of {owner} is used in {user}.',
    'Modules see nothing of each other but ports and parameters: pass it through one.',
  ),
  'out-of-scope': error(
    '`{name}` belongs to the generate block `{block}` and is used outside it.',
    'Declare it before the block and assign it inside.',
  ),
  'misplaced-statement': error('{operation} cannot stand inside {place}.', '{suggestion}'),
  'non-exhaustive-match': error(
    'The arms of `match` are not those that its value needs: {problem}.',
    'Give one arm for each of {names}.',
  ),
  'unreachable-state': error(
    'State `{state}` is never entered: no `go` leads from `{initial}` to it.',
    'Remove the state, or say `go` to it where it is to come next.',
  ),
  'zero-width': error(
    'A width of {width} is not allowed{detail}.',
    'Every value has at least one bit; `indexWidth(n)` is clog2, but 1 for n = 1.',
  ),
  'memory-misuse': error('{problem} of memory `{name}`.', '{suggestion}'),
  'constant-comparison': warning(
    '`{operation}` always gives {result} here: the left side is {left}, the right side {right}.',
    'Compare with another value, or in a wider type: `toSint()` can be below 0, `extend` holds more.',
  ),
  'illegal-attribute': error(
    '`{name}` cannot be an attribute: {reason}.',
    'Attributes are names with a text, a whole number or `true`, as the tool that reads them documents.',
  ),
  'black-box': error('Black box `{name}` {problem}.', '{suggestion}'),
  'display-misuse': error('{problem}.', '{suggestion}'),
  'memory-address': error(
    'The address of memory `{name}` has {bits} bits, but its {depth} words need {needed}.',
    'Give it a `uint` of `indexWidth(depth)` bits, {needed} here: `.extend` and `.truncate` say what becomes of the difference.',
  ),
  'memory-init': error('The initial words of memory `{name}` {problem}.', '{suggestion}'),
  'memory-file': error('Memory file `{file}` {problem}.', '{suggestion}'),
  'memory-writers': error(
    'Memory `{name}` is written in {first} and in {second}, which have no order.',
    'Write it in one block, where the last of several writes wins: bring address, value and condition there in wires.',
  ),
  'memory-unwritten': error(
    'Memory `{name}` is never written and has no initial words: nothing is known of what is read from it.',
    'Write it, or give it words with `init`.',
  ),
  'never-read': warning(
    '{what} `{name}` is never read{detail}.',
    'Remove it, or say why nothing reads it: {suggestion}.',
  ),
  'never-assigned': warning(
    'Register `{name}` is never assigned: it {value} for ever.',
    'Assign it, or use a constant in its place.',
  ),
  'unused-parameter': warning(
    'Nothing depends on parameter `{name}` of `{module}`.',
    'Remove it: a user who sets it would wonder why nothing changes.',
  ),
  exception: error('Describing `{module}` ended with {error}.', '{suggestion}'),
  'assignment-operator': error(
    '`{name}` is assigned with `=`: JavaScript does that, and hardware does not see it.',
    'Write `{name}.set(...)`.',
  ),
  'asynchronous-body': error(
    '`{operation}` was given an asynchronous function: what it describes after its first `await` is lost.',
    'Describe hardware in plain functions, and `await` what they need before the module is described.',
  ),
  'endless-instances': error(
    '`{module}` instantiates itself without end: {count} are inside each other already.',
    'Stop at some value of a parameter, read with `.value`: `if (DEPTH.value > 1) m.inst(...)`.',
  ),
  'clock-domain-crossing': error(
    'A value of {from} reaches {sink} of {to}, and no crossing is declared: {path}.',
    '{suggestion}.',
  ),
  'crossing-of-logic': error(
    '`{name}` takes over what logic computes from values of {from}: {path}.',
    'Logic has glitches, which another clock may catch: put the value into a register first.',
  ),
  'outside-clock': error(
    '{made} belongs to no clock: `{module}` has several.',
    'Make it in `clocked(clock, () => ...)`; the clocks are {clocks}.',
  ),
  'unknown-clock': error('`{module}` has no clock `{clock}`.', 'Its clocks are {clocks}.'),
  'port-without-clock': error(
    'Port `{port}` of `{module}` belongs to none of its clocks, which are {clocks}.',
    'Say which with `clock.port(...)` in `ports`, or `asynchronous(...)` for one that changes at any time.',
  ),
  'unconnected-clock': error(
    'Clock `{clock}` of instance `{instance}` of `{module}` is not connected.',
    'Name it under `clocks` in the last argument of `m.inst`, with the clock of this module that it takes.',
  ),
  'clock-mismatch': error(
    'Clock `{clock}` of instance `{instance}` of `{module}` cannot be domain `{domain}`: {problem}.',
    '{suggestion}.',
  ),
  'no-reset': error(
    'Register `{name}` has a value for the reset, but its domain `{domain}` has none.',
    "Say `reset: 'none'` for the register, or give the clock a reset.",
  ),
  'wide-synchroniser': error(
    '`synchronise` takes {width} bits across, which need not arrive in one cycle.',
    "Say what makes that safe: `code: 'gray'`, 'one-hot' or 'quasi-static', with a `reason`; or use `Handshake` or `AsyncFifo` of the generators.",
  ),
  'clock-misuse': error('{problem}.', '{suggestion}.'),
  internal: error('Scoville is at fault: {problem}.', 'Please report it with the module that shows it.'),
} as const satisfies Record<string, Entry>;

export type DiagnosticCode = keyof typeof diagnosticTable;

/** Where a code is explained, with wrong and right programs: a page of the project and a heading on it. */
export const pageOf = (code: DiagnosticCode): string => `docs/diagnostics.md#${code}`;

type Holes<T extends string> = T extends `${string}{${infer Hole}}${infer Rest}` ? Hole | Holes<Rest> : never;

/** The holes that the sentence and the remedy of a code leave open. */
export type HolesOf<C extends DiagnosticCode> = Readonly<
  Record<Holes<(typeof diagnosticTable)[C]['message']> | Holes<(typeof diagnosticTable)[C]['remedy']>, string>
>;
