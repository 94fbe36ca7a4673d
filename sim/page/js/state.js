/** What the reader has moved and chosen, and the address that holds it. */

/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./types").EngineState} EngineState */

/**
 * @typedef {object} State
 * @property {string} buyer "" is all buyers together
 * @property {string} view
 * @property {string} supplier of which the sentence speaks; "" is the first one shown
 * @property {number} year the last year of its window
 * @property {boolean} difference whether differences are drawn
 * @property {Record<string, {on: boolean, year: number, size: number}>} events that differ
 * @property {Record<string, number>} parameters that differ
 */

/** @param {Meta} meta @returns {State} */
export function atFirst(meta) {
  const buyer = meta.plot_buyers[0] ?? meta.buyers[0];
  return { buyer, view: "share-deliveries", supplier: "", year: meta.years[1], difference: false, events: {}, parameters: {} };
}

/**
 * What the engine must know.
 * @param {State} state @returns {EngineState}
 */
export function forEngine(state) {
  return { events: structuredClone(state.events), parameters: { ...state.parameters } };
}

/** @param {State} state */
export function isOriginal(state) {
  return Object.keys(state.events).length === 0 && Object.keys(state.parameters).length === 0;
}

/**
 * An event as it is now, moved or not.
 * @param {State} state @param {import("./types").EventMeta} event
 */
export function eventNow(state, event) {
  return state.events[event.id] ?? { on: true, year: event.year, size: 1 };
}

/**
 * The state with an event moved; what is as shipped again is left out.
 * @param {State} state @param {import("./types").EventMeta} event
 * @param {Partial<{on: boolean, year: number, size: number}>} change @returns {State}
 */
export function withEvent(state, event, change) {
  const now = { ...eventNow(state, event), ...change };
  const events = { ...state.events };
  if (now.on && now.year === event.year && now.size === 1) delete events[event.id];
  else events[event.id] = now;
  return { ...state, events };
}

/**
 * The state with a parameter set; null lets each world draw its own again.
 * @param {State} state @param {string} name @param {number | null} value @returns {State}
 */
export function withParameter(state, name, value) {
  const parameters = { ...state.parameters };
  if (value === null) delete parameters[name];
  else parameters[name] = value;
  return { ...state, parameters };
}

/**
 * Groups of reasons of which every number that can be off is off, with those numbers.
 * @param {State} state @param {Meta} meta
 */
export function groupsOff(state, meta) {
  return meta.groups.flatMap(({ name }) => {
    const rows = meta.parameters.filter((row) => row.group === name && row.off !== null);
    return rows.length > 1 && rows.every((row) => state.parameters[row.name] === row.off) ? [{ name, rows }] : [];
  });
}

/**
 * The state as a fragment of an address; what is as at first is left out.
 * @param {State} state @param {Meta} meta @returns {string}
 */
export function toFragment(state, meta) {
  const first = atFirst(meta);
  const words = new URLSearchParams();
  if (state.buyer !== first.buyer) words.set("buyer", state.buyer === "" ? "all" : state.buyer);
  if (state.view !== first.view) words.set("show", state.view);
  if (state.supplier !== "") words.set("supplier", state.supplier);
  if (state.year !== first.year) words.set("to", String(state.year));
  if (state.difference) words.set("difference", "yes");
  for (const [id, { on, year, size }] of Object.entries(state.events))
    words.set(`event.${id}`, `${on ? "on" : "off"},${year},${size}`);
  const off = groupsOff(state, meta);
  if (off.length > 0) words.set("without", off.map(({ name }) => name).join(","));
  const told = new Set(off.flatMap(({ rows }) => rows.map((row) => row.name)));
  for (const [name, value] of Object.entries(state.parameters)) if (!told.has(name)) words.set(`set.${name}`, String(value));
  return words.toString();
}

/**
 * The state that a fragment holds. What the scenario does not know is left out, for an address may
 * come from another page.
 * @param {string} fragment @param {Meta} meta @returns {State}
 */
export function fromFragment(fragment, meta) {
  let state = atFirst(meta);
  const words = new URLSearchParams(fragment.replace(/^#/, ""));
  const buyer = words.get("buyer");
  if (buyer === "all") state.buyer = "";
  else if (buyer !== null && meta.buyers.includes(buyer)) state.buyer = buyer;
  state.view = words.get("show") ?? state.view;
  const supplier = words.get("supplier");
  if (meta.suppliers.some(({ name }) => name === supplier)) state.supplier = supplier ?? "";
  state.year = whole(words.get("to"), meta.years[0], meta.years[1]) ?? state.year;
  state.difference = words.get("difference") === "yes";
  for (const event of meta.events) {
    const [on, year, size] = (words.get(`event.${event.id}`) ?? "").split(",");
    if (on !== "on" && on !== "off") continue;
    const [low, high] = event.sizes ?? [1, 1];
    state = withEvent(state, event, {
      on: on === "on",
      year: whole(year, ...event.years) ?? event.year,
      size: between(size, low, high) ?? 1,
    });
  }
  const without = (words.get("without") ?? "").split(",");
  for (const row of meta.parameters) if (row.off !== null && without.includes(row.group)) state.parameters[row.name] = row.off;
  for (const { name, low, high } of meta.parameters) {
    const value = between(words.get(`set.${name}`), low, high);
    if (value !== null) state.parameters[name] = value;
  }
  return state;
}

/** @param {string | null | undefined} word @param {number} low @param {number} high */
function between(word, low, high) {
  if (word === null || word === undefined || word.trim() === "") return null;
  const value = Number(word);
  return Number.isFinite(value) && value >= low && value <= high ? value : null;
}

/** @param {string | null | undefined} word @param {number} low @param {number} high */
function whole(word, low, high) {
  const value = between(word, low, high);
  return value !== null && Number.isInteger(value) ? value : null;
}
