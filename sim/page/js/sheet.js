/** The chart as one picture that stands alone: title, key, panels, and where it comes from. */

import { panelOf } from "./chart.js";
import { svg } from "./dom.js";
import { drawPanel } from "./panel.js";

/** @typedef {import("./types").PageData} PageData */
/** @typedef {import("./picture.js").Picture} Picture */
/** @typedef {import("./state.js").State} State */

const WIDE = 340, TALL = 210, GAP = 24, EDGE = 28, HEAD = 104, COLUMNS = 3;
const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight"];

/**
 * The picture as the text of an SVG, whatever theme the page has: its colours are those of paper.
 * @param {Picture} picture @param {number[]} suppliers shown @param {State} state @param {PageData} data
 * @param {{title: string, subtitle: string, key: string, source: string[]}} words
 * @returns {{text: string, width: number, height: number}}
 */
export function sheetOf(picture, suppliers, state, data, words) {
  const rows = Math.ceil(suppliers.length / COLUMNS);
  const width = 2 * EDGE + COLUMNS * WIDE + (COLUMNS - 1) * GAP;
  const height = HEAD + rows * (TALL + 34) + 24 + 16 * words.source.length + EDGE;
  const sheet = svg("svg", { class: "panel sheet", viewBox: `0 0 ${width} ${height}`, width, height },
    svg("rect", { width, height, fill: "#ffffff" }),
    svg("text", { class: "sheet-title", x: EDGE, y: 44 }, words.title),
    svg("text", { class: "label", x: EDGE, y: 66 }, words.subtitle),
    svg("text", { class: "tick", x: EDGE, y: 86 }, words.key));
  suppliers.forEach((s, place) => {
    const left = EDGE + (place % COLUMNS) * (WIDE + GAP);
    const top = HEAD + Math.floor(place / COLUMNS) * (TALL + 34);
    const panel = drawPanel(panelOf(picture, s, state, data, WIDE, TALL));
    panel.setAttribute("x", String(left));
    panel.setAttribute("y", String(top + 22));
    const title = svg("text", { class: "end", x: left + 36, y: top + 18 }, data.meta.suppliers[s].name);
    title.style.setProperty("--c", data.meta.suppliers[s].colour);
    sheet.append(title, panel);
  });
  words.source.forEach((line, place) =>
    sheet.append(svg("text", { class: "tick", x: EDGE, y: height - EDGE - 16 * (words.source.length - 1 - place) }, line)));
  return { text: alone(sheet), width, height };
}

/**
 * An SVG that needs no style sheet: what the page's styles make of it is written into it.
 * @param {SVGSVGElement} sheet @returns {string}
 */
export function alone(sheet) {
  const host = document.createElement("div");
  host.className = "as-paper offstage";
  host.append(sheet);
  document.body.append(host);
  const parts = [...sheet.querySelectorAll("*")];
  const looks = parts.map((part) => {
    const style = getComputedStyle(part);
    return LOOKS.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  });
  parts.forEach((part, place) => part.setAttribute("style", looks[place])); // not before all are read: they inherit
  host.remove();
  return new XMLSerializer().serializeToString(sheet);
}
