const atTheCeiling =
  'Node’s HTTP server and undici set this ceiling: the bare bridge, which checks nothing, uses as much processor time ' +
  'for each call as the gateway with its whole pipeline. About half of it is the kernel’s share of two writes to ' +
  'sockets. The direct call has one core for the generator and one for the stub; a gateway makes three share the two.';

const passthrough =
  'The gateway’s own part is about a microsecond of each call; the rest is Node’s HTTP server, undici and two writes ' +
  'to sockets, while generator, gateway and upstream share two cores.';

const sdk =
  'The SDK’s server answers by itself, without a second hop. It uses about seven times the gateway’s processor time ' +
  'for each call, but shares the two cores with the generator alone.';

const oneConnection =
  'One call at a time is a chain of wake-ups: the second hop adds two of them, and undici waits for one turn of the ' +
  'event loop before it uses a resting connection, to notice that it was closed. The bare bridge adds as much.';

const tail =
  'It follows from the throughput: with 64 callers in a closed loop a call takes 64 times the interval between ' +
  'answers, so at a third of the throughput about three times as long. The bare bridge has a longer tail.';

/**
 * Why a goal is missed, by goal id. Written by hand after looking at a profile; a missed goal without an entry shows
 * as unexplained, and an entry for a goal that is met is not printed.
 */
export const notes: Readonly<Record<string, string>> = {
  'getOrder-throughput-16': atTheCeiling,
  'getOrder-throughput-64': atTheCeiling,
  'createOrder-throughput-16': atTheCeiling,
  'createOrder-throughput-64': atTheCeiling,
  'passthrough-throughput-16': passthrough,
  'passthrough-throughput-64': passthrough,
  'sdk-throughput-16': sdk,
  'sdk-throughput-64': sdk,
  'getOrder-p50': oneConnection,
  'createOrder-p50': oneConnection,
  'getOrder-p99': tail,
  'createOrder-p99': tail,
};
