package org.repartee.engine.kv;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// A block whose contents are known: the keys and values of `tokens`, seen after the tokens of
/// `parent`.
///
/// Its hash chains the parent's, so it stands for the whole prefix; equality compares the tokens
/// and the identity of the parent, so a colliding hash never passes for a match.
final class PrefixNode {

    private final PrefixNode parent;
    private final int[] tokens;
    private final int block;
    private final int hash;
    private Set<PrefixNode> children = Collections.emptySet();

    /// @param tokens kept, not copied
    PrefixNode(PrefixNode parent, int[] tokens, int block) {
        this.parent = parent;
        this.tokens = tokens;
        this.block = block;
        hash = 31 * parent.hash + Arrays.hashCode(tokens);
    }

    /// The empty prefix: its own parent, in no block.
    private PrefixNode() {
        parent = this;
        tokens = new int[0];
        block = -1;
        hash = 1;
    }

    static PrefixNode root() {
        return new PrefixNode();
    }

    PrefixNode parent() {
        return parent;
    }

    int block() {
        return block;
    }

    Set<PrefixNode> children() {
        return children;
    }

    void addChild(PrefixNode child) {
        if (children.isEmpty()) {
            children = new LinkedHashSet<>();
        }
        children.add(child);
    }

    void removeChild(PrefixNode child) {
        children.remove(child);
    }

    /// How many of `ids[from] … ids[to - 1]` this block begins with.
    int commonLength(int[] ids, int from, int to) {
        var mismatch =
                Arrays.mismatch(
                        tokens, 0, tokens.length, ids, from, Math.min(to, from + tokens.length));
        return mismatch < 0 ? tokens.length : mismatch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrefixNode node
                && node.parent == parent
                && Arrays.equals(node.tokens, tokens);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
