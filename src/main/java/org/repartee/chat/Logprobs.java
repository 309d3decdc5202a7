package org.repartee.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.repartee.engine.sampling.TokenLogprobs;
import org.repartee.tokenizer.Tokenizer;

/// Token ids' log-probabilities as the caller wants them: as texts and bytes.
record Logprobs(Tokenizer tokenizer) {

    TokenLogprob of(TokenLogprobs known) {
        var top =
                known.top().stream()
                        .map(candidate -> token(candidate.token(), candidate.logprob(), List.of()))
                        .toList();
        return token(known.chosen().token(), known.chosen().logprob(), top);
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
