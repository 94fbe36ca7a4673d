/** The kernel's memory, and its functions, called with arrays as Numba passes them. */

const PAGE = 65536;
const WORD = 8;

/** @typedef {number | bigint} Word */
/** @typedef {(...words: Word[]) => number} Entry */

export class Kernel {
  /** @param {WebAssembly.Instance} instance */
  constructor(instance) {
    const { memory, __heap_base: base, ...entries } = instance.exports;
    this.memory = /** @type {WebAssembly.Memory} */ (memory);
    this.entries = /** @type {Record<string, Entry>} */ (/** @type {unknown} */ (entries));
    this.top = /** @type {WebAssembly.Global} */ (base).value;
    this.result = this.room(4);
  }

  /**
   * Room for so many numbers of eight bytes, all zero: its address.
   * @param {number} count @returns {number}
   */
  room(count) {
    const begin = Math.ceil(this.top / 16) * 16;
    this.top = begin + count * WORD;
    const missing = this.top - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE));
    this.floats(begin, count).fill(0);
    return begin;
  }

  /**
   * Do something, and give back the room that it took.
   * @template T @param {() => T} work @returns {T}
   */
  aside(work) {
    const { top } = this;
    try {
      return work();
    } finally {
      this.top = top;
    }
  }

  // Views are made whenever they are needed: to grow the memory takes older ones away.

  /** @param {number} address @param {number} count */
  floats(address, count) {
    return new Float64Array(this.memory.buffer, address, count);
  }

  /** @param {number} address @param {number} count */
  longs(address, count) {
    return new BigInt64Array(this.memory.buffer, address, count);
  }

  /**
   * Whole numbers of 64 bits by their low halves: number `i` is at `2 * i`.
   * @param {number} address @param {number} count
   */
  halves(address, count) {
    return new Int32Array(this.memory.buffer, address, 2 * count);
  }

  /** @param {number} address @param {Uint8Array} bytes */
  write(address, bytes) {
    new Uint8Array(this.memory.buffer, address, bytes.length).set(bytes);
  }

  /**
   * Call an entry point.
   * @param {string} name @param {Word[]} words of its arguments
   */
  call(name, words) {
    const entry = this.entries[name];
    if (entry.length !== words.length + 2)
      throw new Error(`${name} takes ${entry.length - 2} words, not ${words.length}: the kernel is of another version`);
    if (entry(this.result, this.result + 16, ...words) !== 0) throw new Error(`the kernel failed in ${name}`);
  }
}

/**
 * An array, rows first, as Numba passes it.
 * @param {number} address @param {number[]} shape @param {number} [size] of an item in bytes
 * @returns {Word[]}
 */
export function array(address, shape, size = WORD) {
  /** @type {bigint[]} */
  const steps = [];
  let count = 1;
  for (const length of [...shape].reverse()) {
    steps.unshift(BigInt(count * size));
    count *= length;
  }
  return [0, 0, BigInt(count), BigInt(size), address, ...shape.map(BigInt), ...steps];
}
