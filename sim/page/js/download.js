/** What a reader takes home: a scenario, a table, a picture. */

import { el } from "./dom.js";

/**
 * Let the reader save text or bytes.
 * @param {string} name @param {BlobPart} content @param {string} type
 */
export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Rows as CSV. Text is quoted where it must be, and no cell is a formula to a spreadsheet.
 * @param {(string | number)[][]} rows @returns {string}
 */
export function csv(rows) {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** @param {string | number} value */
function cell(value) {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * An SVG as a picture of points, on white.
 * @param {string} text of the SVG @param {number} width @param {number} height @param {number} times
 * @returns {Promise<Blob>}
 */
export async function png(text, width, height, times) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el("canvas", { width: width * times, height: height * times });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser cannot draw a picture");
  context.drawImage(image, 0, 0, width * times, height * times);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob === null ? failed(new Error("no picture")) : done(blob)), "image/png"));
}
