/** The DNS query that probes send (RFC 1035, section 4.1) and what counts as its answer. */

/** The root's name, type NS, class IN: a question that every server can answer or refuse. */
const question = chr(0, 0, 2, 0, 1);

const headerLength = 12;

/** A query for the root's name servers; `id` is two bytes. */
function dnsQuery(id: string): string {
  // Recursion desired; one question.
  return id + chr(1, 0, 0, 1, 0, 0, 0, 0, 0, 0) + question;
}

/**
 * Whether the datagram answers the query, with whatever result: the id, the response bit, opcode 0 and
 * the one question must be there, and a whole header.
 */
function isDnsAnswer(query: string, datagram: string): boolean {
  const flags = ord(datagram, 2) ?? 0;
  return (
    length(datagram) >= headerLength + length(question) &&
    substr(datagram, 0, 2) == substr(query, 0, 2) &&
    flags >= 128 &&
    flags % 128 < 8 &&
    substr(datagram, 4, 2) == chr(0, 1) &&
    substr(datagram, headerLength, length(question)) == question
  );
}

export { dnsQuery, isDnsAnswer };
