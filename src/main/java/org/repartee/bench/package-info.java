/// Measures: the engine alone ([org.repartee.bench.engine]) and a server over HTTP
/// ([org.repartee.bench.http]). What was tried, kept and given up is in EXPERIMENTS.md beside this
/// file.
///
/// All times are differences of `System.nanoTime()`, one clock on one machine. The names are vLLM's
/// (`vllm bench serve`):
///
/// - TTFT, time to first token: from the moment before the request is written until the first chunk
///   that holds text, be it reasoning (`reasoning_content`, or vLLM's newer `reasoning`), answer
///   (`content`) or a tool call. vLLM's own tool takes the first chunk with a choice, even if its
///   text is empty; a server that greets at once with an empty chunk would look faster than it is.
/// - E2EL, end-to-end latency: from the same moment until the last event before `[DONE]`.
/// - TPOT, time per output token: (E2EL − TTFT) / (output tokens − 1), one value per request.
///   Output tokens are the server's own count (`usage.completion_tokens`), which for gpt-oss
///   includes control tokens that never become text.
/// - ITL, inter-token latency: each gap between two chunks with text, over all requests.
/// - Throughput: what was completed, divided by the time from the first request's start to the last
///   one's end. Output tokens of failed requests do not count.
/// - Goodput: completed requests per second that kept every limit of `--goodput`.
/// - Percentiles interpolate linearly between the two nearest samples, as NumPy does.
///
/// The server's own share of a request is what is neither the engine's work nor its queue: HTTP in
/// to engine, and token out of the engine to bytes on the wire. Repartee tells it to clients that
/// ask with the header `x-repartee-timings`, by its own clock; beside it stands an upper bound by
/// the client's clock, which also holds the network and the client itself.
@NullMarked
package org.repartee.bench;

import org.jspecify.annotations.NullMarked;
