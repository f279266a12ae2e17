"use strict";
"require view";
"require mini-mwan.loader as loader";

return view.extend({
	load: () => loader.load(),
	render: (loaded) => loader.show(loaded, "status").node,
	handleSave: null,
	handleSaveApply: null,
	handleReset: null,
});
