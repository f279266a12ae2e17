// Plays netifd's part on a real ubusd: answers `network.interface dump` from a JSON file, and
// announces what `set` changes, in the form netifd uses.
import { readfile } from 'fs';
import { connect } from 'ubus';
import * as uloop from 'uloop';

uloop.init();

let path = ARGV[0];
let bus = connect();
let held = bus.publish('network.interface', {
	dump: {
		args: {},
		call: function(request) {
			return json(readfile(path));
		}
	},
	announce: {
		args: { action: '', interface: '' },
		call: function(request) {
			bus.event('network.interface', request.args);
			return {};
		}
	}
});
print("ready\n");
uloop.run();
