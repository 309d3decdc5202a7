package org.repartee.export;

/// Hears how many bytes of the checkpoint were read.
@FunctionalInterface
public interface Progress {

    void read(long bytes);
}
