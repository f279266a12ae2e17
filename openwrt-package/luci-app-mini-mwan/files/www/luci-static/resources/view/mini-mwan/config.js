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
			this.page = mount(node, { L, rpc, poll, ui, _ }, "config");
		} catch (reason) {
			node.className = "alert-message danger";
			node.textContent = `${_("This page could not be started; reload it.")} ${String(reason)}`;
		}
		return node;
	},

	async handleSave() {
		return this.page?.save();
	},

	async handleSaveApply(_event, mode) {
		if (await this.handleSave()) ui.changes.apply(mode == "0");
	},

	handleReset() {
		this.page?.reset();
	},
});
