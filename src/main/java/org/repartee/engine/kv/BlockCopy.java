package org.repartee.engine.kv;

/// Copies the keys and values of a whole block, in all layers, on the device.
@FunctionalInterface
public interface BlockCopy {
    void copy(int source, int target);
}
