/**
 * Small faults of an emitter, planted in its text: each makes some module compute something else, and a fuzzer that does
 * not notice has a hole there.
 */
export interface Fault {
  readonly name: string;
  readonly plant: (text: string) => string;
}

const fault = (name: string, pattern: RegExp, replacement: string): Fault => ({
  name,
  plant: text => text.replace(pattern, replacement),
});

/** Operands of values end and begin with braces, unlike the terms of a width. */
export const faults: readonly Fault[] = [
  fault('a sum is a difference', /\} \+ \{/g, '} - {'),
  fault('a difference is a sum', /\} - \{/g, '} + {'),
  fault('a product is a sum', /\) \* \$signed\(/g, ') + $signed('),
  fault('zeros extend a sint', /\{(\d+|\([^{}]*\))\{(\w+)\[([^\]{}]+)\]\}\}/g, "{$1{1'b0}}"),
  fault('signed values compare as unsigned ones', /\$signed\(/g, '$unsigned('),
  fault('a uint made of a sint keeps its sign', /\$unsigned\(/g, '('),
  fault('below is at most', /(?<=[})] )<(?= (?:\{|\$signed|\d+'))/g, '<='),
  fault('at least is above', /\} >= \{/g, '} > {'),
  fault('equal is unequal', /\} == \{/g, '} != {'),
  fault('an arithmetic shift brings zeros', />>>/g, '>>'),
  fault('a left shift goes right', /(?<!\b1) << /g, ' >> '),
  fault('a reset gives another value', /(if \(rst\)(?: begin)?\s+\w+ <= )([^;]+);/g, '$1~($2);'),
  fault('a reset has no effect', /if \(rst\)/g, "if (rst && 1'b0)"),
  fault('an else is lost', /end else begin\n/g, "end else if (1'b0) begin\n"),
  fault('the arms after the first are lost', /end else if \(/g, "end else if (1'b0 && "),
  fault('an index is one too high', /== (i\w*)\)/g, '== $1 + 1)'),
  fault('and is or', / && /g, ' || '),
  fault('all is any', /(?<=[(= ])&(?=\w+[,;)])/g, '|'),
  fault('parity is any', /(?<=[(= ])\^(?=\w+[,;)])/g, '|'),
  // What the passes make of structs, enumerations, match, machines and streams.
  fault('fields of a struct change places', /\{(\w+_f0), (\w+_f1)/g, '{$2, $1'),
  fault('a value of an enumeration has another code', /(localparam \[\d+:0\] \w+ += \d+'d)(\d*[02468]);/g, '$1$21;'),
  {
    name: 'arms of a match change places',
    plant: text => text.replace(/== (IDLE|LOAD)\)/g, (_, name) => `== ${name === 'IDLE' ? 'LOAD' : 'IDLE'})`),
  },
  fault('a machine enters again where it stays', /(_next == \w+ && \w+) != /g, '$1 == '),
  fault('a machine stays', /(if \(\w+_next == \w+) && \w+ != \w+\)/g, '$1)'),
  fault('a stream is always ready', /(assign \w*_ready(?:_\d+)? +=) [^;]+;/g, "$1 1'b1;"),
  fault('a stream is always valid', /(assign \w*_valid(?:_\d+)? +=) [^;]+;/g, "$1 1'b1;"),
  fault('a counter goes on past its last value', /(counter\d+ <= \(counter\d+ == [^)]*\))(?=\s+\?)/g, "$1 && 1'b0"),
  // What the passes make of parts that are assigned; a loop compares an index that may lie beyond.
  fault(
    'the bit beside the chosen one is written',
    /(\b[wr]\d+(?:_part|_value)?\[)([a-z]\w*)(\] <?= )/g,
    "$1$2 ^ 1'b1$3",
  ),
  fault('a part is written one bit lower', /(\b[wr]\d+(?:_part|_value|_element)?\[)([1-9]\d*)(\] <?= )/g, '$1$2 - 1$3'),
  // What the passes make of clocks and memories.
  fault('an asynchronous reset waits for an edge', / or (?:pos|neg)edge main_rst(?:_n)?\b/g, ''),
  fault('a reset has the other level', /if \((!?)main_rst(_n)?\)/g, 'if (!$1main_rst$2)'),
  fault('an enable is not asked for', /if \(main_en\)/g, "if (main_en || 1'b1)"),
  fault('registers change at the other edge', /always @\(negedge main_clk/g, 'always @(posedge main_clk'),
  fault('a word is written beside its place', /(mem\d+\[)(\w+)(\] <= )/g, "$1$2 ^ 1'b1$3"),
  fault('initial words are others', /(\bmem\d+\[\d+\] = )([^;]+);/g, '$1~($2);'),
  fault('a read does not see the write that it meets', /(mem\d+_read\w*) <= (?!mem\d)[^;]*;/g, '$1 <= $1;'),
  {
    name: 'a part begins at bit 0',
    plant: text => text.replace(/(?<=\w)\[(\d+):([1-9]\d*)\]/g, (_, high, low) => `[${Number(high) - Number(low)}:0]`),
  },
];
