"use strict";
"require view";
"require ui";
"require mini-mwan.loader as loader";

return view.extend({
	load: () => loader.load(),

	render(loaded) {
		const { node, page } = loader.show(loaded, "config");
		this.page = page;
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
