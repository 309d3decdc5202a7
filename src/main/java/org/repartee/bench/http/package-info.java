/// Measures an OpenAI-compatible server from outside: many streamed chat completions at once, over
/// plain sockets on virtual threads, read by a client of its own so that a chunk's time is the time
/// at which its bytes came. [org.repartee.bench] defines what is counted.
@NullMarked
package org.repartee.bench.http;

import org.jspecify.annotations.NullMarked;
