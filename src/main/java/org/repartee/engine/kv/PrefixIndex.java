package org.repartee.engine.kv;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which block holds which prefix. Shared across requests.
///
/// Full blocks form chains that a prompt is matched against block by block. A block may also be
/// known with fewer tokens than it has room for (the end of a finished sequence): it ends its
/// chain, and is good for copying from.
final class PrefixIndex {

    private final PrefixNode root = PrefixNode.root();
    private final Map<PrefixNode, PrefixNode> nodes = new HashMap<>();
    private final @Nullable PrefixNode[] byBlock;

    PrefixIndex(int blocks) {
        byBlock = new PrefixNode[blocks];
    }

    PrefixNode root() {
        return root;
    }

    /// A block and how many of the tokens asked for it begins with.
    record Match(PrefixNode node, int length) {}

    /// The block that holds exactly `tokens[from] … tokens[to - 1]` after `parent`.
    Optional<PrefixNode> find(PrefixNode parent, int[] tokens, int from, int to) {
        var wanted = new PrefixNode(parent, Arrays.copyOfRange(tokens, from, to), -1);
        return Optional.ofNullable(nodes.get(wanted));
    }

    /// The block after `parent` that begins with the most of `tokens[from] … tokens[to - 1]`, at
    /// least one.
    Optional<Match> closest(PrefixNode parent, int[] tokens, int from, int to) {
        var best = Optional.<Match>empty();
        var most = 0;
        for (var node : parent.children()) {
            var length = node.commonLength(tokens, from, to);
            if (length > most) {
                most = length;
                best = Optional.of(new Match(node, length));
            }
        }
        return best;
    }

    /// Makes `block` known as holding `tokens[from] … tokens[to - 1]` after `parent`. Neither may
    /// be known already.
    PrefixNode add(PrefixNode parent, int[] tokens, int from, int to, int block) {
        var node = new PrefixNode(parent, Arrays.copyOfRange(tokens, from, to), block);
        if (byBlock[block] != null || nodes.putIfAbsent(node, node) != null) {
            throw KvCache.broken("block %d, or what it holds, is known already", block);
        }
        byBlock[block] = node;
        parent.addChild(node);
        return node;
    }

    boolean contains(int block) {
        return byBlock[block] != null;
    }

    /// Forgets an evicted block. It must be the end of its chain: whoever owns a block owns all
    /// before it and releases it before them, so a block never becomes least recently used before
    /// those that follow it.
    void forget(int block) {
        var node = byBlock[block];
        if (node == null || !node.children().isEmpty()) {
            throw new IllegalStateException("block " + block + " is not the end of a known chain");
        }
        byBlock[block] = null;
        nodes.remove(node);
        node.parent().removeChild(node);
    }

    /// Throws unless chains, map and blocks agree, and no owned block follows an unowned one.
    void checkIntegrity(BlockPool pool) {
        var known = 0;
        for (var block = 0; block < byBlock.length; block++) {
            var node = byBlock[block];
            if (node == null) {
                continue;
            }
            known++;
            if (!isInChain(node)) {
                throw KvCache.broken("block %d is not in its chain", block);
            }
            var parent = node.parent();
            if (parent != root && pool.owners(block) > 0 && pool.owners(parent.block()) == 0) {
                throw KvCache.broken(
                        "block %d follows block %d, which is not owned", block, parent.block());
            }
        }
        if (nodes.size() != known) {
            throw KvCache.broken("%d prefixes in %d blocks", nodes.size(), known);
        }
    }

    private boolean isInChain(PrefixNode node) {
        var parent = node.parent();
        return nodes.get(node) == node
                && parent.children().contains(node)
                && (parent == root || byBlock[parent.block()] == parent);
    }
}
