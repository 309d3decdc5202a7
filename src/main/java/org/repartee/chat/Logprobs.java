package org.repartee.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.repartee.engine.TokenLogprobs;
import org.repartee.tokenizer.Tokenizer;

/// Token ids' log-probabilities as the caller wants them: as texts and bytes.
record Logprobs(Tokenizer tokenizer) {

    TokenLogprob of(int id, TokenLogprobs known) {
        var top = new ArrayList<TokenLogprob>(known.topIds().length);
        for (var at = 0; at < known.topIds().length; at++) {
            top.add(token(known.topIds()[at], known.topLogprobs()[at], List.of()));
        }
        return token(id, known.logprob(), top);
    }

    private TokenLogprob token(int id, float logprob, List<TokenLogprob> top) {
        var bytes = tokenizer.bytes(id);
        var unsigned = new ArrayList<Integer>(bytes.length);
        for (var value : bytes) {
            unsigned.add(Byte.toUnsignedInt(value));
        }
        return new TokenLogprob(new String(bytes, UTF_8), unsigned, logprob, top);
    }
}
