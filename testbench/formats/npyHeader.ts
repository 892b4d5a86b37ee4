import { UserError } from '../../scripts/userError.ts';

/** What the header of a .npy file says of its data. */
export interface NpyHeader {
  /** numpy's type string: byte order, kind and bytes an element, such as `<i4`. */
  readonly descr: string;
  /** True where the first index changes fastest in the file. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** Where the data begins, in bytes from the start of the file. */
  readonly dataOffset: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAKE_NPY = 'Write it with numpy.save.';

/**
 * Reads the magic, the version (1.0, 2.0, 3.0) and the header of a .npy file.
 *
 * @param name the file's name, for messages
 * @throws UserError naming the file when it is not a .npy file, or is damaged
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  if (bytes.length === 0) throw new UserError(`${name} is empty.`, MAKE_NPY);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    throw new UserError(`${name} is a zip archive (.npz), not a .npy file.`, 'Save one array with numpy.save.');
  }
  if (MAGIC.some((byte, index) => index < bytes.length && bytes[index] !== byte)) {
    throw new UserError(`${name} is not a .npy file.`, MAKE_NPY);
  }
  if (bytes.length < 10) throw truncatedHeader(name);
  const [major, minor] = [bytes[6] ?? 0, bytes[7] ?? 0];
  if (major < 1 || major > 3 || minor !== 0) {
    throw new UserError(`${name} is a .npy file of version ${major}.${minor}; versions 1.0, 2.0 and 3.0 are read.`);
  }
  const headerOffset = major === 1 ? 10 : 12;
  if (bytes.length < headerOffset) throw truncatedHeader(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dataOffset = headerOffset + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < dataOffset) throw truncatedHeader(name);
  const encoding = major === 3 ? 'utf-8' : 'latin1';
  const text = new TextDecoder(encoding).decode(bytes.subarray(headerOffset, dataOffset));
  return { ...parseDictionary(text, name), dataOffset };
}

function truncatedHeader(name: string): UserError {
  return new UserError(`${name} is truncated: it ends inside the header.`, MAKE_NPY);
}

/** The header is a Python dictionary with the keys descr, fortran_order and shape, each once, in any order. */
function parseDictionary(text: string, name: string): Omit<NpyHeader, 'dataOffset'> {
  const damaged = (why: string) => new UserError(`${name} has a damaged header: ${why}.`, MAKE_NPY);
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) throw damaged('it is not a dictionary');
  const values = new Map<string, string>();
  // A key, and as its value a string, a word, a tuple of numbers, or (a structured type) a list, taken to its end.
  const entry = /\s*(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|\w+|\([^()]*\)|\[.*\])\s*(?:,|$)\s*/sy;
  while (entry.lastIndex < body.length) {
    const at = entry.lastIndex;
    const found = entry.exec(body);
    const [, , key, value] = found ?? [];
    if (key === undefined || value === undefined)
      throw damaged(`\`${body.slice(at, at + 40).trim()}\` is not understood`);
    if (values.has(key)) throw damaged(`it has the key \`${key}\` twice`);
    values.set(key, value);
  }
  const take = (key: string): string => {
    const value = values.get(key);
    if (value === undefined) throw damaged(`it has no \`${key}\``);
    values.delete(key);
    return value;
  };
  const descr = take('descr');
  if (descr.startsWith('[')) {
    throw new UserError(`${name} holds records, not numbers.`, 'Save one field of the array.');
  }
  const type = /^(?:'([^']*)'|"([^"]*)")$/.exec(descr);
  if (!type) throw damaged(`\`descr\` is ${descr}`);
  const order = take('fortran_order');
  if (order !== 'True' && order !== 'False') throw damaged(`\`fortran_order\` is ${order}`);
  const shapeText = take('shape');
  // (3,) and (3, 4) and (); numpy under Python 2 wrote 3L.
  if (!/^\(\s*(?:\d+L?\s*,\s*)*(?:\d+L?\s*)?\)$/.test(shapeText)) throw damaged(`\`shape\` is ${shapeText}`);
  const shape = (shapeText.match(/\d+/g) ?? []).map(Number);
  const unknown = [...values.keys()];
  if (unknown.length > 0) throw damaged(`it has the unknown key \`${unknown.join('`, `')}\``);
  return { descr: type[1] ?? type[2] ?? '', fortranOrder: order === 'True', shape };
}
