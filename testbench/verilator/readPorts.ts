import type { Port } from '../streams/ports.ts';

/** A port together with what it is called in the generated C++. */
export interface ModelPort extends Port {
  readonly member: string;
}

/** Verilator writes a character that C++ could misread as `__0` and its code in hex, and a C++ keyword with a prefix. */
function verilogName(member: string): string {
  return member
    .replace(/^__SYM__/, '')
    .replace(/__0([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/**
 * The ports of the top module, sorted by name, from the header of the class that Verilator generates for it.
 *
 * @throws Error for what the test bench cannot drive: inout ports and unpacked arrays.
 */
export function readPorts(header: string): ModelPort[] {
  const ports = [
    ...header.matchAll(/^\s*(?:(VL_IN|VL_OUT|VL_INOUT)(?:8|16|64|W)?)\((\(?&?.*?),(\d+),(\d+)(?:,\d+)?\);/gm),
  ];
  return ports
    .map(([text, macro, reference = '', msb, lsb]): ModelPort => {
      const member = /^&(\w+)$/.exec(reference)?.[1];
      if (member === undefined || macro === 'VL_INOUT') {
        throw new Error(`The test bench cannot drive this port: ${text?.trim()}`);
      }
      return {
        name: verilogName(member),
        member,
        direction: macro === 'VL_IN' ? 'input' : 'output',
        width: Number(msb) - Number(lsb) + 1,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
