/** The line behind a WAN device: the modem, the provider and the Internet, seen from the router. */
import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** What a story can do to a line. */
interface LinkSettings {
  /** The cable or radio link itself; the device notices when it goes. */
  carrier: boolean;
  /** Swallows every packet while the carrier stays: the failure that only probes find. */
  blackholed: boolean;
  /** Round-trip time to anywhere, milliseconds. */
  delayMs: number;
  /** Each round trip differs from `delayMs` by at most this much either way. */
  jitterMs: number;
  /** Lost round trips, 0 to 100. */
  lossPct: number;
}

interface LinkOptions extends Partial<LinkSettings> {
  /** Device on the router. */
  device: string;
  /** The provider's router at the other end; null on a point-to-point line. */
  gateway: string | null;
  /** The same router's IPv6 address, `fe80::1` for one; null when the line has no IPv6. */
  ipv6Gateway?: string | null;
}

class Link {
  readonly device: string;
  readonly gateway: string | null;
  readonly ipv6Gateway: string | null;
  readonly #settings: LinkSettings;
  #clock: Clock;
  #random: Random;
  #onCarrier: (carrier: boolean) => void = () => {};

  constructor(options: LinkOptions, clock: Clock, random: Random) {
    this.device = options.device;
    this.gateway = options.gateway;
    this.ipv6Gateway = options.ipv6Gateway ?? null;
    this.#settings = {
      carrier: options.carrier ?? true,
      blackholed: options.blackholed ?? false,
      delayMs: options.delayMs ?? 10,
      jitterMs: options.jitterMs ?? 0,
      lossPct: options.lossPct ?? 0,
    };
    this.#clock = clock;
    this.#random = random;
  }

  get settings(): Readonly<LinkSettings> {
    return this.#settings;
  }

  change(settings: Partial<LinkSettings>): void {
    const hadCarrier = this.#settings.carrier;
    Object.assign(this.#settings, settings);
    if (this.#settings.carrier !== hadCarrier) this.#onCarrier(this.#settings.carrier);
  }

  /** Whether what is handed to this next hop gets on the line. */
  leadsTo(nextHop: string): boolean {
    const isIpv6 = nextHop.includes(":");
    if (isIpv6 && this.ipv6Gateway !== null) return nextHop === this.ipv6Gateway;
    return this.gateway === null || (!isIpv6 && nextHop === this.gateway);
  }

  onCarrierChange(callback: (carrier: boolean) => void): void {
    this.#onCarrier = callback;
  }

  /** Sends something that is answered; `answered` is called unless request or answer get lost. */
  roundTrip(answered: () => void): void {
    const { delayMs, jitterMs, lossPct } = this.#settings;
    // Both numbers are always drawn, so that changing one setting leaves the others' sequence alone.
    const isLost = this.#random.next() * 100 < lossPct;
    const deviationMs = (this.#random.next() * 2 - 1) * jitterMs;
    if (isLost || !this.#isPassing()) return;
    this.#clock.after(Math.max(0.05, delayMs + deviationMs), () => {
      if (this.#isPassing()) answered();
    });
  }

  #isPassing(): boolean {
    return this.#settings.carrier && !this.#settings.blackholed;
  }
}

export { Link };
export type { LinkOptions, LinkSettings };
