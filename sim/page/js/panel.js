/** One panel of a chart: bands of worlds, their median, the original as a ghost, and the record. */

import { svg } from "./dom.js";
import { tick } from "./format.js";

/** @typedef {{years: number[], values: number[]}} Line */

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} colour of the supplier
 * @property {number} width in pixels, as all lengths
 * @property {number} height
 * @property {[number, number]} years shown
 * @property {[number, number]} range of values shown
 * @property {boolean} percent whether values are shares
 * @property {number[]} at last years of the windows
 * @property {(number | null)[][]} bands at those years, five levels each
 * @property {(number | null)[][] | null} ghost the same of the original
 * @property {Line | null} record
 * @property {{year: number, moved: boolean}[]} events
 * @property {number | null} year that is looked at
 * @property {Line | null} guess
 * @property {string} words what a reader who sees nothing is told
 */

const LEFT = 36, RIGHT = 46, TOP = 10, BOTTOM = 22;

/**
 * Where years and values lie in a panel.
 * @param {Pick<Panel, "width" | "height" | "years" | "range">} panel
 */
export function scalesOf({ width, height, years, range }) {
  const [first, last] = years, [low, high] = range;
  const wide = width - LEFT - RIGHT, tall = height - TOP - BOTTOM;
  return {
    x: (/** @type {number} */ year) => LEFT + (wide * (year - first)) / Math.max(1, last - first),
    y: (/** @type {number} */ value) => TOP + tall * (1 - (value - low) / (high - low || 1)),
    year: (/** @type {number} */ x) => Math.min(last, Math.max(first, Math.round(first + ((x - LEFT) / wide) * (last - first)))),
    value: (/** @type {number} */ y) => Math.min(high, Math.max(low, low + (1 - (y - TOP) / tall) * (high - low))),
  };
}

/** @param {Panel} panel @returns {SVGSVGElement} */
export function drawPanel(panel) {
  const { width, height } = panel;
  const scales = scalesOf(panel);
  const drawn = svg("svg", {
    class: "panel", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": panel.words,
  });
  drawn.style.setProperty("--c", panel.colour);
  drawn.append(
    ...grid(panel, scales),
    ...panel.events.map(({ year, moved }) =>
      svg("line", { class: moved ? "event moved" : "event", x1: scales.x(year), x2: scales.x(year), y1: TOP, y2: height - BOTTOM })),
    area("band90", panel, panel.bands, 0, 4, scales),
    area("band50", panel, panel.bands, 1, 3, scales),
  );
  if (panel.ghost !== null)
    drawn.append(
      path("ghost edge", panel.at, levelOf(panel.ghost, 0), scales),
      path("ghost edge", panel.at, levelOf(panel.ghost, 4), scales),
      path("ghost", panel.at, levelOf(panel.ghost, 2), scales),
    );
  drawn.append(path("median", panel.at, levelOf(panel.bands, 2), scales));
  if (panel.record !== null) drawn.append(...recorded(panel.record, scales));
  if (panel.guess !== null) drawn.append(path("guess", panel.guess.years, panel.guess.values, scales));
  if (panel.year !== null)
    drawn.append(svg("line", { class: "looked", x1: scales.x(panel.year), x2: scales.x(panel.year), y1: TOP, y2: height - BOTTOM }));
  drawn.append(...endLabel(panel, scales));
  return drawn;
}

/** @typedef {ReturnType<typeof scalesOf>} Scales */

/** @param {Panel} panel @param {Scales} scales */
function grid({ width, height, years, range, percent }, scales) {
  const times = percent ? 100 : 1;
  const rows = ticksOf(range[0] * times, range[1] * times, height < 130 ? 2 : 4).map((value) => {
    const y = scales.y(value / times);
    return [
      svg("line", { class: value === 0 ? "zero" : "rule", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }),
      svg("text", { class: "tick", x: LEFT - 6, y: y + 3.5, "text-anchor": "end" }, tick(value)),
    ];
  });
  const step = (width - LEFT - RIGHT) / (years[1] - years[0] + 1) < 7 ? 10 : 5;
  const marks = [];
  for (let year = Math.ceil(years[0] / step) * step; year <= years[1]; year += step)
    marks.push(
      svg("line", { class: "zero", x1: scales.x(year), x2: scales.x(year), y1: height - BOTTOM, y2: height - BOTTOM + 3 }),
      svg("text", { class: "tick", x: scales.x(year), y: height - 6, "text-anchor": "middle" }, String(year)),
    );
  return [...rows.flat(), ...marks];
}

/**
 * Round numbers from `low` to `high`, about `count` steps apart.
 * @param {number} low @param {number} high @param {number} count @returns {number[]}
 */
export function ticksOf(low, high, count) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10);
  const found = [];
  for (let n = Math.ceil(low / step - 1e-9) + 0; n * step <= high + 1e-9 * step; n++) found.push(n * step + 0); // no minus before zero
  return found;
}

/** @param {(number | null)[][]} bands @param {number} level */
function levelOf(bands, level) {
  return bands.map((band) => (band[level] === null ? NaN : Number(band[level])));
}

/**
 * The parts of a line that are known, as the d of a path.
 * @param {number[]} years @param {number[]} values @param {Scales} scales
 */
function through(years, values, scales) {
  let way = "", pen = "M";
  years.forEach((year, place) => {
    const value = values[place];
    if (Number.isNaN(value)) pen = "M";
    else {
      way += `${pen}${scales.x(year).toFixed(1)},${scales.y(value).toFixed(1)}`;
      pen = "L";
    }
  });
  return way;
}

/** @param {string} name @param {number[]} years @param {number[]} values @param {Scales} scales */
function path(name, years, values, scales) {
  return svg("path", { class: name, d: through(years, values, scales) });
}

/**
 * @param {string} name @param {Panel} panel @param {(number | null)[][]} bands
 * @param {number} low @param {number} high @param {Scales} scales
 */
function area(name, panel, bands, low, high, scales) {
  const known = panel.at.flatMap((year, place) => (Number.isFinite(bands[place][low] ?? NaN) ? [{ year, band: bands[place] }] : []));
  const up = known.map(({ year, band }) => `${scales.x(year).toFixed(1)},${scales.y(Number(band[high])).toFixed(1)}`);
  const down = known.map(({ year, band }) => `${scales.x(year).toFixed(1)},${scales.y(Number(band[low])).toFixed(1)}`).reverse();
  return svg("path", { class: name, d: known.length > 0 ? `M${[...up, ...down].join("L")}Z` : "" });
}

/** @param {Line} record @param {Scales} scales */
function recorded({ years, values }, scales) {
  const dots = years.flatMap((year, place) =>
    Number.isNaN(values[place]) ? [] : [svg("circle", { class: "record-dot", cx: scales.x(year), cy: scales.y(values[place]), r: 2.1 })]);
  return [path("halo", years, values, scales), path("record", years, values, scales), ...dots];
}

/** @param {Panel} panel @param {Scales} scales */
function endLabel({ at, bands, percent, width, range, height }, scales) {
  const last = bands.length - 1;
  const value = last < 0 ? null : bands[last][2];
  if (value === null || Number.isNaN(value) || width < 150) return [];
  const words = percent ? `${tick(Math.round(100 * value) + 0)}${range[0] < 0 ? "" : "%"}` : tick(Number(value.toPrecision(2)));
  const signed = range[0] < 0 && value >= 0.005 ? `+${words}` : words;
  const y = Math.min(height - BOTTOM, Math.max(TOP + 4, scales.y(value)));
  return [svg("text", { class: "end", x: scales.x(at[last]) + 5, y: y + 4 }, signed)];
}
