package org.repartee.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/// [Usage] as columns.
@Embeddable
class UsageColumns {
    @Column(name = "prompt_tokens")
    private int promptTokens;

    @Column(name = "cached_tokens")
    private int cachedTokens;

    @Column(name = "completion_tokens")
    private int completionTokens;

    @Column(name = "reasoning_tokens")
    private int reasoningTokens;

    protected UsageColumns() {}

    UsageColumns(Usage usage) {
        promptTokens = usage.promptTokens();
        cachedTokens = usage.cachedTokens();
        completionTokens = usage.completionTokens();
        reasoningTokens = usage.reasoningTokens();
    }

    Usage toUsage() {
        return new Usage(promptTokens, cachedTokens, completionTokens, reasoningTokens);
    }
}
