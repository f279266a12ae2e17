"use strict";
"require view";
"require rpc";
"require poll";
"require ui";

const file = (name) => `${L.resource("mini-mwan/" + name)}?v=0.1.0`;

return view.extend({
	load() {
		document.head.append(E("link", { rel: "stylesheet", href: file("app.css") }));
		return import(file("app.js")).catch((error) => ({ error }));
	},

	render({ mount, error }) {
		const node = E("div");
		try {
			if (error) throw error;
			mount(node, { L, rpc, poll, ui, _ }, "status");
		} catch (reason) {
			node.className = "alert-message danger";
			node.textContent = `${_("This page could not be started; reload it.")} ${String(reason)}`;
		}
		return node;
	},

	handleSave: null,
	handleSaveApply: null,
	handleReset: null,
});
