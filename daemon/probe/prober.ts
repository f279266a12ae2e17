/** Sends probes through the uplinks and tells of their replies. */
import type { Family } from "../../shared/domain.ts";
import { createExchanges } from "./exchanges.ts";
import {
  closeIcmpChannel,
  collect,
  createIcmpChannel,
  isChannelFor,
  keepTargets,
  sendEcho,
} from "./icmp-channel.ts";
import type { IcmpChannel } from "./icmp-channel.ts";
import { createRandomBytes } from "./random.ts";
import type { AnswerHandler, FailureHandler, ProbeRequest, Refusal } from "./request.ts";

interface Prober {
  /** Gives the probes that could not be sent; the others are on their way. */
  send(request: ProbeRequest): Refusal[];
  /** Tells of echo replies that have arrived since: nothing wakes us for them. */
  collect(): void;
  /** Closes the sockets of all sections but these. */
  keepOnly(sections: readonly string[]): void;
}

/**
 * A prober. `onAnswers` is called for replies that match a probe in every respect: by `collect` for
 * echoes, whose time of arrival the kernel notes, and at once for all others. `onFailure` is called for a
 * probe that has certainly failed. Neither is called while `send` runs.
 */
function createProber(onAnswers: AnswerHandler, onFailure: FailureHandler): Prober {
  const channels: { [family in Family]: { [section: string]: IcmpChannel } } = {
    ipv4: {},
    ipv6: {},
  };
  const randomBytes = createRandomBytes();
  const exchanges = createExchanges(randomBytes, onAnswers, onFailure);

  function channelFor(request: ProbeRequest): IcmpChannel {
    const ofFamily = channels[request.family];
    const known = ofFamily[request.section];
    if (known != null && isChannelFor(known, request)) {
      return known;
    }
    if (known != null) {
      closeIcmpChannel(known);
    }
    const channel = createIcmpChannel(request, randomBytes, onAnswers);
    ofFamily[request.section] = channel;
    return channel;
  }

  function send(request: ProbeRequest): Refusal[] {
    const channel = request.method == "icmp" ? channelFor(request) : null;
    const refusals: Refusal[] = [];
    if (channel != null) {
      keepTargets(channel, length(request.targets));
    }
    for (let i = 0; i < length(request.targets); i++) {
      const target = request.targets[i] as string;
      const sequence = request.sequence + i;
      const reason =
        channel == null
          ? exchanges.start(request, target, sequence)
          : sendEcho(channel, target, sequence);
      if (reason != null) {
        push(refusals, { sequence, reason });
      }
    }
    return refusals;
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

  function collectOf(family: Family): void {
    const ofFamily = channels[family];
    for (let section in ofFamily) {
      collect(ofFamily[section] as IcmpChannel);
    }
  }

  return {
    send,
    collect: () => {
      collectOf("ipv4");
      collectOf("ipv6");
    },
    keepOnly,
  };
}

export { createProber };
export type { Prober };
