/** Sends probes through the uplinks and tells of their replies. */
import type { Family } from "../../shared/domain.ts";
import { createExchanges } from "./exchanges.ts";
import { closeIcmpChannel, createIcmpChannel, isChannelFor, sendEcho } from "./icmp-channel.ts";
import type { IcmpChannel } from "./icmp-channel.ts";
import { createRandomBytes } from "./random.ts";
import type { FailureHandler, ProbeRequest, ReplyHandler } from "./request.ts";

interface Prober {
  /** Null when the probe is on its way, else why it could not be sent. */
  send(request: ProbeRequest): string | null;
  /** Closes the sockets of all sections but these. */
  keepOnly(sections: readonly string[]): void;
}

/**
 * A prober. `onReply` is called for each reply that matches a probe in every respect, `onFailure` for a
 * probe that has certainly failed. Neither is called while `send` runs.
 */
function createProber(onReply: ReplyHandler, onFailure: FailureHandler): Prober {
  const channels: { [family in Family]: { [section: string]: IcmpChannel } } = {
    ipv4: {},
    ipv6: {},
  };
  const randomBytes = createRandomBytes();
  const exchanges = createExchanges(randomBytes, onReply, onFailure);

  function channelFor(request: ProbeRequest): IcmpChannel {
    const ofFamily = channels[request.family];
    const known = ofFamily[request.section];
    if (known != null && isChannelFor(known, request)) {
      return known;
    }
    if (known != null) {
      closeIcmpChannel(known);
    }
    const channel = createIcmpChannel(request, randomBytes, onReply);
    ofFamily[request.section] = channel;
    return channel;
  }

  function send(request: ProbeRequest): string | null {
    return request.method == "icmp"
      ? sendEcho(channelFor(request), request)
      : exchanges.start(request);
  }

  function keepChannels(family: Family, sections: readonly string[]): void {
    const ofFamily = channels[family];
    const known = keys(ofFamily);
    for (let i = 0; i < length(known); i++) {
      const section = known[i] as string;
      if (index(sections, section) < 0) {
        closeIcmpChannel(ofFamily[section] as IcmpChannel);
        delete ofFamily[section];
      }
    }
  }

  function keepOnly(sections: readonly string[]): void {
    exchanges.keepOnly(sections);
    keepChannels("ipv4", sections);
    keepChannels("ipv6", sections);
  }

  return { send, keepOnly };
}

export { createProber };
export type { Prober };
