/** What probes are: the words between the prober and whoever asks it to send. */
import type { Family, ProbeMethod } from "../../shared/domain.ts";

/** A probe to each of some targets: what to send, from where, and how long an answer may take. */
interface ProbeRequest {
  /** The uplink. */
  section: string;
  family: Family;
  method: ProbeMethod;
  /** Device they must leave by. */
  device: string;
  /** Source address, one of the device's. */
  address: string;
  /** Addresses that are to answer. */
  targets: string[];
  /** 1 to 65535; null for `icmp`. */
  port: number | null;
  /** Name in the Host header of `http`; null for the target's address. */
  httpHost: string | null;
  /** Path of the GET, with its leading slash; null for `/`. */
  httpPath: string | null;
  /** Tells the probes of one uplink and family apart: the first target's; the others' follow. */
  sequence: number;
  /** Firewall mark of every packet. */
  mark: number;
  /** When nobody waits for an answer any more and its probe's socket is closed. */
  timeoutMs: number;
}

/** A probe that has not left, and why in words. */
interface Refusal {
  sequence: number;
  reason: string;
}

/** A target has answered, `rttUs` microseconds after it was asked. */
interface Answer {
  sequence: number;
  rttUs: number;
}

/** Probes of one uplink and family were answered. */
type AnswerHandler = (section: string, family: Family, answers: Answer[]) => void;

/** The probe has certainly failed, before its time was up; `reason` says why in words. */
type FailureHandler = (section: string, family: Family, sequence: number, reason: string) => void;

export type { ProbeRequest, Refusal, Answer, AnswerHandler, FailureHandler };
