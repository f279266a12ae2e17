/** Arguments of requests checked one by one; each check gives what is wrong, or null. */
import { ubusStatus } from "../../shared/contract.ts";
import { familyOfAddress } from "../../shared/router/address.ts";
import { quoted } from "../../shared/router/text.ts";

/** Why a request is not carried out. */
interface Refusal {
  /** A sentence for a person. */
  message: string;
  /** A status of ubus, not 0. */
  code: number;
}

const largestPort = 65535;

function badArgument(message: string): Refusal {
  return { message, code: ubusStatus.invalidArgument };
}

/** A section that no uplink has. */
function unknownSection(section: string): Refusal {
  const message = `there is no uplink ${quoted(section)} in the configuration`;
  return { message, code: ubusStatus.notFound };
}

/** `is 'x'` or `is missing`. */
function givenText(value: unknown): string {
  return type(value) == "string" ? `is ${quoted(value as string)}` : "is missing";
}

/** One of these words has to be there. */
function objectionTo(name: string, value: unknown, words: readonly string[]): Refusal | null {
  return type(value) == "string" && index(words, value as string) >= 0
    ? null
    : badArgument(`${name} ${givenText(value)}; it must be one of ${join(", ", words)}`);
}

/** Nothing, or one of these words. */
function objectionToChoice(name: string, value: unknown, words: readonly string[]): Refusal | null {
  return value == null ? null : objectionTo(name, value, words);
}

function objectionToSection(value: unknown): Refusal | null {
  return type(value) == "string" && value != ""
    ? null
    : badArgument("section is missing; it must name an uplink's section");
}

function objectionToAddress(name: string, value: unknown): Refusal | null {
  return type(value) == "string" && familyOfAddress(value as string) != null
    ? null
    : badArgument(`${name} ${givenText(value)}; it must be an IPv4 or IPv6 address`);
}

/** Whether it is absent or a whole number in the range. */
function isAbsentOrWithin(value: unknown, smallest: number, largest: number): boolean {
  const number = type(value) == "int" ? (value as number) : smallest - 1;
  return value == null || (number >= smallest && number <= largest);
}

/** Nothing, or a port. */
function objectionToPort(name: string, value: unknown): Refusal | null {
  return isAbsentOrWithin(value, 0, largestPort)
    ? null
    : badArgument(`${name} is ${quoted(`${value}`)}; it must be a port, 0 to ${largestPort}`);
}

export {
  badArgument,
  isAbsentOrWithin,
  objectionTo,
  objectionToAddress,
  objectionToChoice,
  objectionToPort,
  objectionToSection,
  unknownSection,
};
export type { Refusal };
