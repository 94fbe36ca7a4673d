/** The arrays of a bundle, unpacked, and what a browser must have for the engine to run. */

/** @typedef {import("./types").Bundle} Bundle */

/**
 * Why the model cannot run in this browser; empty if it can.
 * @param {boolean} workers whether the browser's own workers are needed
 */
export function whatIsMissing(workers) {
  if (typeof WebAssembly === "undefined") return "this browser has no WebAssembly, in which the model runs";
  if (workers && typeof Worker === "undefined") return "this browser has no workers, in which the model runs";
  if (typeof DecompressionStream === "undefined") return "this browser cannot unpack the model's data; a newer one can";
  return "";
}

/** @param {Bundle} bundle @returns {Promise<ArrayBuffer>} */
export async function unpack({ packed, about }) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const arrays = await new Response(stream).arrayBuffer();
  const code = about.arrays.find(({ name }) => name === "kernel");
  if (code === undefined || !WebAssembly.validate(new Uint8Array(arrays, code.at, code.shape[0])))
    throw new Error("this browser's WebAssembly is too old for the model; a newer one runs it");
  return arrays;
}
