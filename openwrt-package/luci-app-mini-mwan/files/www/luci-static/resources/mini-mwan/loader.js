"use strict";
"require baseclass";
"require rpc";
"require poll";
"require ui";

const address = `${L.resource("mini-mwan/app.js.gz")}?v=0.1.0`;

return baseclass.extend({
	/* Script and style of both views: one compressed file, a function's body as LuCI's modules are. */
	async load() {
		try {
			if (!window.DecompressionStream) throw new Error("DecompressionStream: use a newer browser.");
			const answer = await fetch(address);
			if (!answer.ok) throw new Error(`${address}: HTTP ${answer.status}`);
			const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
			// LuCI has a Response of its own.
			const source = await new window.Response(plain).text();
			// oxlint-disable-next-line typescript/no-implied-eval
			return new Function(`${source}\n//# sourceURL=${address}`)();
		} catch (error) {
			return { error };
		}
	},

	/* The view's node, and what LuCI's buttons call. */
	show({ mount, error }, view) {
		const node = E("div");
		try {
			if (error) throw error;
			return { node, page: mount(node, { L, rpc, poll, ui, _ }, view) };
		} catch (reason) {
			node.className = "alert-message danger";
			node.textContent = `${_("This page could not be started; reload it.")} ${String(reason)}`;
			return { node, page: null };
		}
	},
});
