/** What the reader keeps: a link, a scenario file, a picture, a table. */

import { PANELS } from "./chart.js";
import { changesOf } from "./changes.js";
import { csv, png, save } from "./download.js";
import { byId } from "./dom.js";
import { alone, sheetOf } from "./sheet.js";
import { forEngine } from "./state.js";
import { LEVELS } from "./stats.js";
import { MEASURE } from "./views.js";
import { asYaml } from "./yaml.js";

export class Keep {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
  }

  listen() {
    byId("keep-link").onclick = () => void this.link();
    byId("keep-yaml").onclick = () => save(`${this.name}.yaml`, this.yaml(), "application/yaml");
    byId("keep-csv").onclick = () => save(`${this.name}.csv`, this.table(), "text/csv");
    byId("keep-svg").onclick = () => {
      const sheet = this.sheet();
      if (sheet !== null) save(`${this.name}.svg`, sheet.text, "image/svg+xml");
    };
    byId("keep-png").onclick = () => void this.png();
  }

  get name() {
    const { meta } = this.app.data;
    return `${meta.name}-${changesOf(this.app.state, meta).length > 0 ? "changed" : "original"}`.replace(/[^\w-]+/g, "-");
  }

  async link() {
    const said = byId("kept");
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "The link is copied. It restores what you see.";
    } catch {
      said.textContent = `This address restores what you see: ${location.href}`;
    }
  }

  yaml() {
    const { state, data } = this.app;
    return asYaml(forEngine(state), data.meta, location.protocol === "file:" ? "" : location.href);
  }

  /** Bands by supplier and year, or a measure by world, as CSV. */
  table() {
    const { state, data, picture, session } = this.app;
    if (state.view.startsWith(MEASURE) && session !== null && session.mine !== null) {
      const id = state.view.slice(MEASURE.length);
      const before = session.original?.tallies.measure(id);
      const rows = [...session.mine.tallies.measure(id)].map((value, world) => [world, value, before?.[world] ?? NaN]);
      return csv([["world", id, "original"], ...rows]);
    }
    if (picture === null) return csv([]);
    const levels = LEVELS.map((level) => `p${100 * level}`);
    const before = levels.map((level) => `original ${level}`);
    const head = ["buyer", "shown", "supplier", "from", "to", ...levels, ...before, "record"];
    const rows = picture.suppliers.flatMap((s) => picture.at.map((year, place) => [
      state.buyer === "" ? "all buyers" : state.buyer, picture.difference ? `${state.view}, difference` : state.view, data.meta.suppliers[s].name, year - 4, year,
      ...numbers(picture.bands[s][place]), ...numbers(picture.ghost?.[s][place] ?? LEVELS.map(() => NaN)),
      picture.record?.values[s][picture.record.years.indexOf(year)] ?? NaN,
    ]));
    return csv([head, ...rows]);
  }

  sheet() {
    const { picture, state, data, allPanels } = this.app;
    if (picture === null) return this.single();
    const changed = changesOf(state, data.meta).map(({ words }) => words).join("; ");
    return sheetOf(picture, allPanels ? picture.suppliers : picture.suppliers.slice(0, PANELS), state, data, {
      title: `${picture.view.words}${picture.difference ? ", difference from the original" : ""}: ${state.buyer === "" ? "all buyers" : state.buyer}`,
      subtitle: clipped(changed === "" ? data.meta.title : `${data.meta.title}, changed: ${changed}`, 150),
      key: `Five years ending each year. Line: median of ${this.app.session?.mine?.worlds ?? data.shipped.worlds} worlds; darker band: half of the worlds; lighter: 90%. ${picture.ghost === null ? "" : "Dashed: before the changes. "}${picture.record === null ? "" : "Black: record."}`,
      source: [`Simulated by sim ${data.meta.version}, scenario ${data.meta.name}, seed ${data.meta.seed}. A model, no forecast.`, data.meta.record_words],
    });
  }

  /** A measure is one drawing, as it stands on the page. */
  single() {
    const drawn = byId("hero").querySelector("svg");
    if (drawn === null) return null;
    const copy = /** @type {SVGSVGElement} */ (drawn.cloneNode(true));
    return { text: alone(copy), width: Number(drawn.getAttribute("width")), height: Number(drawn.getAttribute("height")) };
  }

  async png() {
    const sheet = this.sheet();
    if (sheet === null) return;
    try {
      save(`${this.name}.png`, await png(sheet.text, sheet.width, sheet.height, 2), "image/png");
    } catch (error) {
      byId("kept").textContent = `No picture: ${error}. Save the SVG instead.`;
    }
  }
}

/** @param {(number | null)[]} band */
const numbers = (band) => band.map((value) => (value === null ? NaN : value));

/** @param {string} words @param {number} most */
const clipped = (words, most) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
