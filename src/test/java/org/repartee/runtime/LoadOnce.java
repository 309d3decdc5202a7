package org.repartee.runtime;

import java.nio.file.Path;

/// A process that loads a model, for a test to start in an environment of its own.
final class LoadOnce {

    private LoadOnce() {}

    public static void main(String[] arguments) {
        CpuModel.load(Path.of(arguments[0]), new CpuModel.Options(1, 16, 1)).close();
    }
}
