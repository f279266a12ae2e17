/** Options of the section `global`: what holds for all uplinks together. */
import type { OptionSpec } from "./option-types.ts";

const globalOptions = {
  enabled: {
    type: "flag",
    default: false,
    label: "Enabled",
    help: "Whether the service steers traffic at all.",
  },
  mode: {
    type: "choice",
    choices: ["failover", "multi-uplink", "quality"],
    default: "failover",
    label: "Mode",
    help: "failover: the working connection with the lowest metric carries everything. multi-uplink: all working connections share by weight. quality: the one with the lowest score carries everything.",
  },
  check_interval: {
    type: "number",
    default: 5,
    min: 1,
    max: 3600,
    unit: "s",
    label: "Check interval",
    help: "Time between two rounds of probes.",
  },
  failback_delay: {
    type: "number",
    default: 0,
    min: 0,
    max: 86400,
    unit: "s",
    label: "Wait before return",
    help: "A better connection must have been online this long before new connections return to it.",
  },
  flap_damping: {
    type: "flag",
    default: true,
    label: "Damp flapping",
    help: "A connection that comes and goes is used last until it has calmed down.",
  },
  balance_by: {
    type: "choice",
    choices: ["site", "client", "flow"],
    default: "site",
    label: "Balance by",
    help: "What stays on one connection in mode multi-uplink: a client with a site, everything of a client, or each flow.",
  },
  smooth_window: {
    type: "number",
    default: 5,
    min: 1,
    max: 60,
    unit: null,
    label: "Smoothing",
    help: "Rounds whose scores are averaged.",
  },
  hysteresis: {
    type: "number",
    default: 20,
    min: 0,
    max: 10000,
    unit: null,
    label: "Hysteresis",
    help: "In mode quality another connection must score better by more than this.",
  },
  loss_divisor: {
    type: "number",
    default: 10,
    min: 1,
    max: 1000,
    unit: null,
    label: "Loss divisor",
    help: "Weight of loss in the score: latency + jitter + loss * loss / this + bias. Lower is stricter.",
  },
  hard_loss_limit: {
    type: "number",
    default: 60,
    min: 1,
    max: 100,
    unit: "%",
    label: "Hard loss limit",
    help: "With this loss or more a connection is used only when there is nothing better.",
  },
  mark_mask: {
    type: "mask",
    default: "0x3f00",
    label: "Mark mask",
    help: "Bits of the firewall mark that are ours; change them only when another program needs these.",
  },
} as const satisfies Record<string, OptionSpec>;

export { globalOptions };
