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
  const kept = (events ?? []).flatMap((/** @type {Record<string, any>} */ event) => changedEvent(event, state));
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

/** @param {Record<string, any>} event @param {EngineState} state @returns {Record<string, any>[]} */
function changedEvent(event, state) {
  const now = state.events[event.id];
  if (now === undefined) return [event];
  if (!now.on) return [];
  return [{ ...event, year: now.year }];
}
