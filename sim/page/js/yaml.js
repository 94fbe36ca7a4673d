/** The reader's state as a scenario file, which `sim run` simulates to the same worlds. */

/** @typedef {import("./types").Meta} Meta */
/** @typedef {import("./types").EngineState} EngineState */

/**
 * The whole scenario with the reader's changes. Every value is written as JSON, which YAML reads.
 * @param {EngineState} state @param {Meta} meta @param {string} link that restores the page
 * @returns {string}
 */
export function asYaml(state, meta, link) {
  const { name, events, ...rest } = meta.scenario;
  const changed = { ...rest, title: `${meta.title}, changed`, set: { ...(rest.set ?? {}), ...state.parameters } };
  const kept = (events ?? []).flatMap((/** @type {Record<string, any>} */ event) => changedEvent(event, state, meta));
  const lines = [
    `# Made by a page of sim ${meta.version} from the scenario ${JSON.stringify(meta.name)}.`,
    `# Run it with:  sim run FILE.yaml`,
    ...(link === "" ? [] : [`# The page: ${link.replace(/[\r\n]/g, " ")}`]),
    ...Object.entries(changed).filter(([key]) => key !== "measures").map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    ...list("events", kept),
    ...list("measures", rest.measures ?? []),
  ];
  return `${lines.join("\n")}\n`;
}

/** @param {string} key @param {unknown[]} entries */
function list(key, entries) {
  return entries.length === 0 ? [`${key}: []`] : [`${key}:`, ...entries.map((entry) => `  - ${JSON.stringify(entry)}`)];
}

/**
 * An event as the engine has it: in another year it keeps its length, and its size multiplies its
 * numbers, or is their power. None if it is off.
 * @param {Record<string, any>} event @param {EngineState} state @param {Meta} meta
 * @returns {Record<string, any>[]}
 */
function changedEvent(event, state, meta) {
  const now = state.events[event.id];
  if (now === undefined) return [event];
  if (!now.on) return [];
  /** @type {Record<string, any>} */
  const changed = { ...structuredClone(event), year: now.year };
  const later = now.year - event.year;
  if (event.until !== undefined) changed.until = event.until + later;
  if (event.order?.delivered !== undefined) {
    changed.order.delivered = String(event.order.delivered).split("-").map((year) => Number(year) + later).join("-");
  }
  for (const [way, how] of meta.events.find(({ id }) => id === event.id)?.scaled ?? []) {
    const last = way[way.length - 1];
    const holder = way.slice(0, -1).reduce((inner, key) => inner[key], changed);
    holder[last] = how === "power" ? holder[last] ** now.size : holder[last] * now.size;
  }
  return [changed];
}
