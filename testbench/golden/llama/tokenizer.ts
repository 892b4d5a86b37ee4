/** The byte-pair tokenizer of llama2.c: pieces with scores; the pair whose joined piece scores highest is joined first. */
import { UserError } from '../../../scripts/userError.ts';
import { readInputFile } from '../../formats/files.ts';

export interface Tokenizer {
  /** Begin token, then the tokens of a space and the text; of an empty text, the begin token alone. */
  encode(text: string): number[];
  /** The text of tokens; a leading begin token takes the space after it away. Special tokens have no text. */
  decode(tokens: readonly number[]): string;
}

const BEGIN = 1;
/** 0 to 2 are special tokens; the token of byte b is b + 3. */
const FIRST_BYTE_TOKEN = 3;
const FIRST_PIECE_TOKEN = FIRST_BYTE_TOKEN + 256;

/** @throws UserError naming the file, when it cannot be read or is damaged */
export function readTokenizer(path: string): Tokenizer {
  const bytes = readInputFile(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // An int32 with the longest piece's length, then for every piece: float32 score, int32 length, bytes.
  const pieces: { readonly score: number; readonly bytes: Buffer }[] = [];
  for (let at = 4; at < bytes.length; ) {
    const length = at + 8 <= bytes.length ? view.getInt32(at + 4, true) : -1;
    if (length < 0 || at + 8 + length > bytes.length) throw new UserError(`${path} is not a whole llama2.c tokenizer.`);
    pieces.push({ score: view.getFloat32(at, true), bytes: Buffer.from(bytes.subarray(at + 8, at + 8 + length)) });
    at += 8 + length;
  }
  // latin1 makes any bytes a key, one to one.
  const tokenOf = new Map(pieces.map((piece, token) => [piece.bytes.toString('latin1'), token]));

  const join = (left: number, right: number): number | undefined => {
    const [first, second] = [pieces[left], pieces[right]];
    return first && second && tokenOf.get(Buffer.concat([first.bytes, second.bytes]).toString('latin1'));
  };
  const bestJoin = (tokens: readonly number[]): { at: number; token: number } | undefined => {
    let best: { at: number; token: number; score: number } | undefined;
    for (let at = 1; at + 1 < tokens.length; at++) {
      const token = join(tokens[at] ?? 0, tokens[at + 1] ?? 0);
      const score = token === undefined ? undefined : pieces[token]?.score;
      if (token !== undefined && score !== undefined && (!best || score > best.score)) best = { at, token, score };
    }
    return best;
  };

  const bytesOfToken = (token: number): Buffer => {
    if (token < FIRST_BYTE_TOKEN) return Buffer.alloc(0);
    if (token < FIRST_PIECE_TOKEN) return Buffer.of(token - FIRST_BYTE_TOKEN);
    return pieces[token]?.bytes ?? Buffer.alloc(0);
  };

  return {
    encode(text) {
      const tokens = [BEGIN];
      for (const character of text === '' ? '' : ` ${text}`) {
        const encoded = Buffer.from(character);
        const token = tokenOf.get(encoded.toString('latin1'));
        if (token !== undefined) tokens.push(token);
        else tokens.push(...[...encoded].map(byte => byte + FIRST_BYTE_TOKEN));
      }
      for (let best = bestJoin(tokens); best; best = bestJoin(tokens)) tokens.splice(best.at, 2, best.token);
      return tokens;
    },
    decode(tokens) {
      const text = tokens.map((token, index) => {
        const piece = bytesOfToken(token);
        return tokens[index - 1] === BEGIN && piece[0] === 0x20 ? piece.subarray(1) : piece;
      });
      return Buffer.concat(text).toString('utf8');
    },
  };
}
