// The SPARQL editor: the widget over this site's endpoint, with its prefixes and the terms of its ontology. The plain
// form stays on the page, closed, and does the same work.
"use strict";

const settings = JSON.parse(document.getElementById("editor-settings").textContent);
const { Yasqe } = Yasgui;
const offer = (name, offered) =>
  Yasqe.forkAutocompleter(name, { name, bulk: true, persistenceId: null, get: () => offered });
offer("class", settings.classes);
offer("property", settings.properties);
offer("prefixes", Object.entries(settings.prefixes).map(([prefix, address]) => `${prefix}: <${address}>`));

// the keyboard must be able to come and go: the widget would take the focus, and keep Tab for itself
Yasqe.defaults.autofocus = false;
Object.assign(Yasqe.defaults.extraKeys, { Tab: false, "Shift-Tab": false });

const form = document.getElementById("plain");
const place = document.getElementById("editor");
const text = form.querySelector("textarea").value;
place.hidden = false;
form.open = false;
const requestConfig = { endpoint: new URL(settings.endpoint, location.href).href };
const editor = new Yasgui(place, {
  requestConfig,
  endpointCatalogueOptions: { getData: () => [requestConfig] },
  copyEndpointOnNewTab: true,
  populateFromUrl: false,
  autofocus: false,
  persistenceId: `teiju ${requestConfig.endpoint.replace(/(en\/)?sparql\/?$/, "")}`, // a tab remembers where it asks: each day and each release its own
  yasqe: { value: text },
  yasr: { prefixes: settings.prefixes },
});
if (new URLSearchParams(location.search).size) {
  editor.addTab(true, { ...Yasgui.Tab.getDefaults(), requestConfig, yasqe: { value: text } }, { avoidDuplicateTabs: true });
}
