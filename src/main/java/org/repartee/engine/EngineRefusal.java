package org.repartee.engine;

/// The engine did not take a request. Nothing of it is kept.
public final class EngineRefusal extends RuntimeException {

    /// Which limit refused, and whether trying again later can help.
    public enum Reason {
        /// `max_waiting_requests` requests wait already; later there may be room.
        WAITING_REQUESTS(true),
        /// The prompt does not fit into what is left of `max_waiting_tokens`; later there may be
        /// room.
        WAITING_TOKENS(true),
        /// Prompt and `max_tokens` together exceed `max_model_len`.
        MODEL_LENGTH(false),
        /// The request would need more KV blocks than exist.
        KV_BLOCKS(false),
        /// The device was lost and is being set up again; later the engine serves again.
        RECOVERING(true),
        /// The engine is broken until the server is restarted.
        OUT_OF_ORDER(false),
        /// The engine is closed.
        CLOSED(false);

        private final boolean temporary;

        Reason(boolean temporary) {
            this.temporary = temporary;
        }

        public boolean isTemporary() {
            return temporary;
        }
    }

    private final Reason reason;
    private final long limit;
    private final long value;

    EngineRefusal(Reason reason, long limit, long value, String message) {
        super(message);
        this.reason = reason;
        this.limit = limit;
        this.value = value;
    }

    public Reason reason() {
        return reason;
    }

    /// The limit that refused, in the unit of the reason; 0 when it was none.
    public long limit() {
        return limit;
    }

    /// What the request would have made of it; 0 when it was no limit.
    public long value() {
        return value;
    }
}
